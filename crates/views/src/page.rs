//! A brief as Markdown, and as one self-contained HTML page with a small chart.

use crate::{
    agenda::{Entry, Outcome},
    brief::{Brief, Source},
    timeline::Count,
};

impl Brief {
    /// As Markdown.
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n\n{} to {}\n", line(&self.name()), self.days.0, self.days.1);
        out.push_str("\n## What happened\n\n");
        for t in &self.incidents {
            let (head, reports, words) = Self::incident_lines(t);
            out.push_str(&format!(
                "- **{}** · {reports} {}",
                line(&head),
                cited(&self.sources_of(t))
            ));
            out.push_str(&format!("  \n  “{}”\n", line(&words)));
        }
        out.push_str(&format!("\nincidents in all: {}\n", self.n_incidents));
        out.push_str(
            "\n## What changed\n\n| | now | before | change |\n| --- | ---: | ---: | ---: |\n",
        );
        for (name, now, before, change) in self.changes() {
            out.push_str(&format!("| {name} | {now} | {before} | {change} |\n"));
        }
        if !self.relations.is_empty() {
            out.push_str("\n| relation | now | before | change |\n| --- | ---: | ---: | ---: |\n");
            for r in &self.relations {
                let sum = |n: &[i64; 4]| n.iter().sum::<i64>();
                let (now, before) = (sum(&r.n), sum(&r.before));
                out.push_str(&format!(
                    "| {}–{} | {now} | {before} | {:+.1} |\n",
                    r.a, r.b, r.change
                ));
            }
        }
        if !self.words.is_empty() {
            out.push_str("\n## Who said what\n\n");
            for q in &self.words {
                let n = self.source(&q.sheet.document.id);
                let head = line(&Brief::quote_head(q));
                out.push_str(&format!("- **{head}**: “{}” {}\n", line(&q.words), cited(&[n])));
            }
        }
        for (heading, entries) in self.agenda_parts() {
            out.push_str(&format!("\n## {heading}\n\n"));
            for e in entries {
                let (head, words) = Self::plan_lines(e);
                let n = self.source(&e.announced.document().id);
                let line_of =
                    format!("- **{}** {}  \n  “{}”\n", line(&head), cited(&[n]), line(&words));
                out.push_str(&line_of);
            }
        }
        out.push_str("\n## Sources\n\n");
        for (i, s) in self.sources.iter().enumerate() {
            out.push_str(&format!("{}. {}\n", i + 1, line(&source_text(s))));
        }
        out
    }

    /// What has been due and what is coming, each under its heading; none that is empty.
    fn agenda_parts(&self) -> Vec<(&'static str, Vec<&Entry>)> {
        let (coming, due): (Vec<&Entry>, Vec<&Entry>) =
            self.agenda.iter().partition(|e| e.outcome == Outcome::Coming);
        let parts = [("What was due", due), ("What is coming", coming)];
        parts.into_iter().filter(|p| !p.1.is_empty()).collect()
    }

    fn name(&self) -> String {
        if self.title.is_empty() { "everything".to_owned() } else { self.title.clone() }
    }

    /// As one HTML page that needs nothing else.
    pub fn html(&self) -> String {
        let mut body = format!(
            "<h1>{}</h1>\n<p>{} to {}</p>\n{}",
            escaped(&self.name()),
            self.days.0,
            self.days.1,
            chart(&self.weeks.counts)
        );
        body.push_str("<h2>What happened</h2>\n<ul>\n");
        for t in &self.incidents {
            let (head, reports, words) = Self::incident_lines(t);
            body.push_str(&format!(
                "<li><b>{}</b> · {reports} {}<q>{}</q></li>\n",
                escaped(&head),
                links(&self.sources_of(t)),
                escaped(&words)
            ));
        }
        body.push_str(&format!("</ul>\n<p>incidents in all: {}</p>\n", self.n_incidents));
        body.push_str("<h2>What changed</h2>\n<table>\n<tr><th></th><th>now</th><th>before</th><th>change</th></tr>\n");
        let row = |cells: [String; 4]| {
            let cells: Vec<String> =
                cells.iter().map(|c| format!("<td>{}</td>", escaped(c))).collect();
            format!("<tr>{}</tr>\n", cells.join(""))
        };
        for (name, now, before, change) in self.changes() {
            body.push_str(&row([name, now, before, change]));
        }
        for r in &self.relations {
            let sum = |n: &[i64; 4]| n.iter().sum::<i64>().to_string();
            let name = format!("{}–{}", r.a, r.b);
            body.push_str(&row([name, sum(&r.n), sum(&r.before), format!("{:+.1}", r.change)]));
        }
        body.push_str("</table>\n");
        if !self.words.is_empty() {
            body.push_str("<h2>Who said what</h2>\n<ul>\n");
            for q in &self.words {
                let n = self.source(&q.sheet.document.id);
                body.push_str(&format!(
                    "<li><b>{}</b> {}<q>{}</q></li>\n",
                    escaped(&Brief::quote_head(q)),
                    links(&[n]),
                    escaped(&q.words)
                ));
            }
            body.push_str("</ul>\n");
        }
        for (heading, entries) in self.agenda_parts() {
            body.push_str(&format!("<h2>{heading}</h2>\n<ul>\n"));
            for e in entries {
                let (head, words) = Self::plan_lines(e);
                let n = self.source(&e.announced.document().id);
                body.push_str(&format!(
                    "<li><b>{}</b> {}<q>{}</q></li>\n",
                    escaped(&head),
                    links(&[n]),
                    escaped(&words)
                ));
            }
            body.push_str("</ul>\n");
        }
        body.push_str("<h2>Sources</h2>\n<ol>\n");
        for (i, s) in self.sources.iter().enumerate() {
            let text = escaped(&source_text(&Source { url: None, ..s.clone() }));
            let text = match s.url.as_deref().filter(|u| u.starts_with("http")) {
                Some(url) => format!("<a href=\"{}\">{text}</a>", escaped(url)),
                None => text,
            };
            body.push_str(&format!("<li id=\"s{}\">{text}</li>\n", i + 1));
        }
        body.push_str("</ol>\n");
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
            escaped(&self.name())
        )
    }
}

const STYLE: &str = "body{font:15px/1.45 system-ui,sans-serif;max-width:52em;margin:2em auto;padding:0 1em;\
    color:#1a1a1a;background:#fff}h1{font-size:1.4em}h2{font-size:1.1em;border-bottom:1px solid #999}\
    li{margin:.5em 0}q{display:block;color:#333;margin:.15em 0 0 0}td,th{padding:.1em .8em .1em 0;\
    text-align:right}td:first-child{text-align:left}sup a{text-decoration:none}svg{max-width:100%}";

/// Cooperation above the line, conflict below, a bar a week.
fn chart(weeks: &[Count]) -> String {
    let (width, height) = (24 * weeks.len().max(1), 120);
    let most = weeks
        .iter()
        .map(|c| (c.quads[0] + c.quads[1]).max(c.quads[2] + c.quads[3]))
        .max()
        .unwrap_or(0)
        .max(1);
    let mut out = format!(
        "<svg viewBox=\"0 0 {width} {}\" width=\"{width}\" role=\"img\" \
         aria-label=\"cooperation above the line and conflict below it, by week\">\n",
        height + 20
    );
    let scale = |n: i64| n as f64 / most as f64 * (f64::from(height) / 2.0 - 2.0);
    for (i, c) in weeks.iter().enumerate() {
        let x = 24 * i + 3;
        let (up, down) = (scale(c.quads[0] + c.quads[1]), scale(c.quads[2] + c.quads[3]));
        let middle = f64::from(height) / 2.0;
        out.push_str(&format!(
            "<rect x=\"{x}\" y=\"{:.1}\" width=\"18\" height=\"{up:.1}\" fill=\"#2166ac\"/>\
             <rect x=\"{x}\" y=\"{middle:.1}\" width=\"18\" height=\"{down:.1}\" fill=\"#b2182b\"/>\n",
            middle - up
        ));
        if i % 4 == 0 {
            out.push_str(&format!(
                "<text x=\"{x}\" y=\"{}\" font-size=\"10\">{}</text>\n",
                height + 14,
                c.start.strftime("%m-%d")
            ));
        }
    }
    out.push_str(&format!(
        "<line x1=\"0\" x2=\"{width}\" y1=\"{0}\" y2=\"{0}\" stroke=\"#333\"/>\n</svg>\n",
        height / 2
    ));
    out
}

fn source_text(s: &Source) -> String {
    let mut parts = vec![s.headline.clone().unwrap_or_else(|| s.document.clone())];
    parts.extend(s.publisher.clone());
    parts.extend(s.day.map(|d| d.to_string()));
    parts.extend(s.url.clone());
    parts.join(", ")
}

/// `[1][4]`
fn cited(numbers: &[usize]) -> String {
    numbers.iter().filter(|n| **n > 0).map(|n| format!("[{n}]")).collect::<Vec<_>>().concat()
}

fn links(numbers: &[usize]) -> String {
    let link = |n: &usize| format!("<sup><a href=\"#s{n}\">{n}</a></sup>");
    numbers.iter().filter(|n| **n > 0).map(link).collect::<Vec<_>>().join(" ")
}

/// One line, with what Markdown would take for marks made plain.
fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if "*_`[]<>|\\".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_texts_are_made_plain() {
        assert_eq!(line("a *b*\n[c](x)"), "a \\*b\\* \\[c\\](x)");
        assert_eq!(escaped("<script>\"&\""), "&lt;script&gt;&quot;&amp;&quot;");
        assert_eq!(cited(&[1, 0, 3]), "[1][3]");
    }
}
