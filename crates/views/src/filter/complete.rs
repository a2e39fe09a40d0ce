//! The beginning of a filter in, what may follow out.

use knowledge::{Knowledge, KnownKind};
use model::{Context, EventType, Mode, Sector, Status};

use super::{keys::KEYS, values::countries};

/// One way to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What replaces the text from [`Completion::from`] on.
    pub text: String,
    /// Byte from which on it replaces.
    pub from: usize,
    /// What it means; may be empty.
    pub meaning: String,
}

/// Ways shown at most.
const N_MAX: usize = 60;

/// What may stand at the end of `text`: keys, or values of the last key; codes and words before names, each sorted, at
/// most sixty.
pub fn complete(text: &str, knowledge: &Knowledge) -> Vec<Completion> {
    let word = text.rfind(char::is_whitespace).map_or(0, |i| i + 1);
    let term = text[word..].trim_start_matches('-');
    let start = text.len() - term.len();
    let Some((key, values)) = term.split_once(':') else {
        return KEYS
            .iter()
            .filter(|d| d.name.starts_with(term))
            .map(|d| Completion {
                text: format!("{}:", d.name),
                from: start,
                meaning: d.meaning.to_owned(),
            })
            .collect();
    };
    let value = values.rsplit(',').next().unwrap_or("");
    let from = text.len() - value.len();
    let ontology = &knowledge.ontology;
    let own = |name: &str, meaning: &str| (name.to_owned(), meaning.to_owned());
    let all: Vec<(String, String)> = match key {
        "type" => {
            EventType::ALL.iter().map(|t| own(t.as_str(), &ontology.describe(*t).meaning)).collect()
        }
        "mode" => Mode::ALL.iter().map(|m| own(m.as_str(), &meaning_of(*m, knowledge))).collect(),
        "context" => Context::ALL
            .iter()
            .map(|c| {
                let meaning = ontology.contexts().iter().find(|(x, _)| x == c);
                own(c.as_str(), meaning.map_or("", |m| m.1.as_str()))
            })
            .collect(),
        "status" => Status::ALL
            .iter()
            .map(|s| own(s.as_str(), ""))
            .chain([own("any", "all four"), own("asserted", "happened or planned")])
            .collect(),
        "quad" => vec![
            own("1", "cooperation in words"),
            own("2", "cooperation in deeds"),
            own("3", "conflict in words"),
            own("4", "conflict in deeds"),
            own("conflict", "3 and 4"),
            own("cooperation", "1 and 2"),
        ],
        "cameo" => ontology.cameo_rows().iter().map(|r| own(&r.code, &r.label)).collect(),
        "actor" | "recipient" | "party" | "speaker" if value.contains('.') => {
            let country = value.split('.').next().unwrap_or("");
            let code = |s: &Sector| format!("{country}.{s}");
            let meaning = |s: &Sector| ontology.sectors().iter().find(|(x, _)| x == s);
            Sector::ALL
                .iter()
                .map(|s| (code(s), meaning(s).map_or(String::new(), |m| m.1.clone())))
                .collect()
        }
        "actor" | "recipient" | "party" | "speaker" => {
            let people = knowledge.entities.all().filter(|k| k.kind != KnownKind::Country);
            let name = |k: &knowledge::Known| (format!("\"{}\"", k.name), k.country.clone());
            countries(knowledge).into_iter().chain(people.map(name)).collect()
        }
        "dyad" if value.contains('-') => {
            let first = value.split('-').next().unwrap_or("");
            countries(knowledge).into_iter().map(|(c, n)| (format!("{first}-{c}"), n)).collect()
        }
        "about" | "place" | "dyad" => countries(knowledge),
        _ => KEYS
            .iter()
            .filter(|d| d.name == key && value.is_empty())
            .map(|d| own(d.example, "for example"))
            .collect(),
    };
    let typed = value.trim_start_matches('"').to_lowercase();
    let mut out: Vec<Completion> = all
        .into_iter()
        .filter(|(text, meaning)| {
            text.trim_start_matches('"').to_lowercase().starts_with(&typed)
                || (typed.len() > 2 && meaning.to_lowercase().starts_with(&typed))
        })
        .map(|(text, meaning)| Completion { text, from, meaning })
        .collect();
    let is_name = |c: &Completion| c.text.starts_with('"');
    out.sort_by(|a, b| (is_name(a), &a.text).cmp(&(is_name(b), &b.text)));
    out.dedup_by(|a, b| a.text == b.text);
    out.truncate(N_MAX);
    out
}

fn meaning_of(mode: Mode, knowledge: &Knowledge) -> String {
    EventType::ALL
        .iter()
        .flat_map(|t| &knowledge.ontology.describe(*t).modes)
        .find(|m| m.0 == mode)
        .map_or(String::new(), |m| m.2.clone())
}
