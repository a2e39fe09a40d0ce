//! Numbers as text: tables, sparklines and bars.

const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A line of blocks, one for each number; blanks for nothing.
pub(crate) fn sparkline(numbers: &[i64]) -> String {
    let most = numbers.iter().copied().max().unwrap_or(0).max(1);
    numbers
        .iter()
        .map(|&n| match n {
            n if n <= 0 => ' ',
            n => BLOCKS[((n * 8 - 1) / most).clamp(0, 7) as usize],
        })
        .collect()
}

/// Numbers summed so that at most `width` are left, and how many went into one.
pub(crate) fn thinned(numbers: &[i64], width: usize) -> (Vec<i64>, usize) {
    let step = numbers.len().div_ceil(width.max(1)).max(1);
    (numbers.chunks(step).map(|c| c.iter().sum()).collect(), step)
}

/// A bar of `n` of `most`, at most `width` wide; something is never shown as nothing.
pub(crate) fn bar(n: i64, most: i64, width: usize) -> String {
    if n <= 0 || most <= 0 {
        return String::new();
    }
    let eighths = (n as f64 / most as f64 * width as f64 * 8.0).round().max(1.0) as usize;
    let mut out = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        out.push(['▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8 - 1]);
    }
    out
}

/// Columns under their names; those of numbers at the right, the rest at the left.
pub(crate) fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    let width = |i: usize| {
        rows.iter()
            .map(|r| r.get(i).map_or(0, |c| c.chars().count()))
            .chain([columns[i].chars().count()])
            .max()
            .unwrap_or(0)
    };
    let is_number = |i: usize| {
        let cells = || rows.iter().filter_map(|r| r.get(i)).filter(|c| !c.is_empty());
        cells().next().is_some()
            && cells().all(|c| c.trim_start_matches(['+', '-']).parse::<f64>().is_ok())
    };
    let layout: Vec<(usize, bool)> = (0..columns.len()).map(|i| (width(i), is_number(i))).collect();
    let line = |cells: Vec<&str>| {
        let parts: Vec<String> = cells
            .iter()
            .zip(&layout)
            .map(|(c, (w, right))| if *right { format!("{c:>w$}") } else { format!("{c:<w$}") })
            .collect();
        parts.join("  ").trim_end().to_owned() + "\n"
    };
    let mut out = line(columns.to_vec());
    for row in rows {
        out.push_str(&line(row.iter().map(String::as_str).collect()));
    }
    out
}

/// Words in lines of at most `width` letters, each with `indent` blanks before it.
pub(crate) fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let mut out = String::new();
    let mut n = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if n > 0 && indent + n + 1 + length > width {
            out.push('\n');
            n = 0;
        }
        if n == 0 {
            out.push_str(&" ".repeat(indent));
        } else {
            out.push(' ');
            n += 1;
        }
        out.push_str(word);
        n += length;
    }
    out + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_never_shown_as_nothing() {
        assert_eq!(sparkline(&[0, 1, 50, 100]), " ▁▄█");
        assert_eq!(bar(1, 1_000_000, 20), "▏");
        assert_eq!(bar(10, 10, 4), "████");
        assert_eq!(bar(0, 10, 4), "");
        assert_eq!(thinned(&[1, 2, 3, 4, 5], 3), (vec![3, 7, 5], 2));
    }

    #[test]
    fn numbers_stand_at_the_right() {
        let rows = vec![vec!["USA".into(), "7".into()], vec!["PRK".into(), "12".into()]];
        assert_eq!(table(&["a", "total"], &rows), "a    total\nUSA      7\nPRK     12\n");
    }
}
