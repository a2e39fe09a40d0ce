//! Chains of mentions against gold: CoNLL F1 (mean of MUC, B³ and CEAFe) of whole documents, and the
//! ambiguous pronouns of GAP.
//!
//! Mentions are compared by their exact bytes; chains of one mention count on neither side, as in
//! OntoNotes. MUC after Vilain et al. 1995, B³ after Bagga and Baldwin 1998, CEAFe after Luo 2005;
//! GAP after Webster et al. 2018.

use std::collections::BTreeMap;

use model::Span;

use crate::{Error, Prf, figures::Figures};

/// Chains of one document: exact spans of their mentions.
pub type Chains = Vec<Vec<Span>>;

/// Hits of precision and recall of the three measures, summed over documents.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    /// For MUC, B³ and CEAFe: right and all of the answers, right and all of the gold.
    of: [[f64; 4]; 3],
}

/// Scores documents of "# newdoc id" blocks with a token and its brackets a line; sentences are
/// parted by empty lines. `answer` gets the words joined by blanks, a paragraph a sentence.
///
/// # Errors
/// A line without its three cells.
pub fn conll(
    gold: &str,
    n_show: usize,
    mut answer: impl FnMut(&str) -> Chains,
) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    let mut all = Vec::new();
    for (id, text, chains) in documents(gold)? {
        let mut ours = answer(&text);
        for chain in &mut ours {
            chain.sort_unstable();
            chain.dedup();
        }
        ours.retain(|c| c.len() > 1);
        let sums = compare(&chains, &ours);
        let score = conll_f1(&[&sums]);
        figures.show(n_show, || {
            let told = |list: &Chains| -> String {
                let texts =
                    |c: &Vec<Span>| c.iter().map(|s| s.of(&text)).collect::<Vec<_>>().join(" | ");
                let lines: Vec<String> =
                    list.iter().map(|c| format!("      {}", texts(c))).collect();
                lines.join("\n")
            };
            format!("{id} {score:.3}\n    gold\n{}\n    ours\n{}", told(&chains), told(&ours))
        });
        all.push(sums);
    }
    figures.note(format!("{} documents", all.len()));
    for (k, name) in ["MUC", "B3", "CEAFe"].iter().enumerate() {
        figures.add(&format!("{name} F1"), &all, |d| f1(d, k));
    }
    figures.add("CoNLL F1", &all, conll_f1);
    Ok(figures)
}

fn conll_f1(documents: &[&Sums]) -> f64 {
    (0..3).map(|k| f1(documents, k)).sum::<f64>() / 3.0
}

fn f1(documents: &[&Sums], k: usize) -> f64 {
    let sum = |i: usize| documents.iter().map(|s| s.of[k][i]).sum::<f64>();
    let (p, r) = (sum(0) / sum(1).max(1e-9), sum(2) / sum(3).max(1e-9));
    if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
}

/// Documents with id, text (words joined by blanks, a paragraph a sentence) and chains of two
/// mentions or more, in the file's order.
///
/// # Errors
/// A line without its three cells, or before the first document.
pub fn documents(gold: &str) -> Result<Vec<(String, String, Chains)>, Error> {
    let mut out: Vec<(String, String, Chains)> = Vec::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut chains: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let close = |out: &mut Vec<(String, String, Chains)>,
                 chains: &mut BTreeMap<String, Vec<Span>>| {
        if let Some(last) = out.last_mut() {
            last.2 = std::mem::take(chains)
                .into_values()
                .map(|mut c| {
                    c.sort_unstable();
                    c
                })
                .filter(|c| c.len() > 1)
                .collect();
        }
    };
    let mut fresh = true;
    for (i, line) in gold.lines().enumerate() {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            close(&mut out, &mut chains);
            open.clear();
            out.push((id.to_owned(), String::new(), Vec::new()));
            fresh = true;
            continue;
        }
        if line.trim().is_empty() {
            fresh = true;
            continue;
        }
        if line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, form, brackets] = cells[..] else {
            return Err(Error::new(i + 1, "a token line needs number, word and brackets"));
        };
        let Some((_, text, _)) = out.last_mut() else {
            return Err(Error::new(i + 1, "a token before `# newdoc id`"));
        };
        if !text.is_empty() {
            text.push_str(if fresh { "\n\n" } else { " " });
        }
        fresh = false;
        let start = text.len();
        text.push_str(form);
        let end = text.len();
        for part in brackets.split('|').flat_map(split_brackets) {
            let name = part.trim_matches(['(', ')']).to_owned();
            if name.is_empty() || name == "_" {
                continue;
            }
            if part.starts_with('(') {
                open.push((name.clone(), start));
            }
            if part.ends_with(')')
                && let Some(at) = open.iter().rposition(|(n, _)| *n == name)
            {
                let (_, from) = open.remove(at);
                chains.entry(name).or_default().push(Span::new(from, end));
            }
        }
    }
    close(&mut out, &mut chains);
    Ok(out)
}

/// "(1(2)" and "3)4)" into their brackets.
fn split_brackets(cell: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for c in cell.chars() {
        match c {
            '(' => out.push("(".to_owned()),
            ')' => {
                if let Some(last) = out.last_mut() {
                    last.push(')');
                }
            }
            _ => match out.last_mut() {
                Some(last) if !last.ends_with(')') => last.push(c),
                _ => out.push(c.to_string()),
            },
        }
    }
    out
}

fn compare(gold: &Chains, ours: &Chains) -> Sums {
    let mut sums = Sums::default();
    let muc = |a: &Chains, b: &Chains| -> (f64, f64) {
        let home = homes(b);
        let (mut hits, mut all) = (0.0, 0.0);
        for chain in a {
            let mut parts: Vec<usize> = Vec::new();
            let mut lone = 0;
            for s in chain {
                match home.get(s) {
                    Some(&h) if !parts.contains(&h) => parts.push(h),
                    Some(_) => {}
                    None => lone += 1,
                }
            }
            hits += chain.len() as f64 - (parts.len() + lone) as f64;
            all += chain.len() as f64 - 1.0;
        }
        (hits, all)
    };
    let cubed = |a: &Chains, b: &Chains| -> (f64, f64) {
        let home = homes(b);
        let (mut hits, mut all) = (0.0, 0.0);
        for chain in a {
            for s in chain {
                all += 1.0;
                if let Some(&h) = home.get(s) {
                    let both = chain.iter().filter(|x| home.get(x) == Some(&h)).count();
                    hits += both as f64 / chain.len() as f64;
                }
            }
        }
        (hits, all)
    };
    for (k, measure) in [&muc as &dyn Fn(&Chains, &Chains) -> (f64, f64), &cubed].iter().enumerate()
    {
        let (ph, pn) = measure(ours, gold);
        let (rh, rn) = measure(gold, ours);
        sums.of[k] = [ph, pn, rh, rn];
    }
    let hits = ceafe(gold, ours);
    sums.of[2] = [hits, ours.len() as f64, hits, gold.len() as f64];
    sums
}

fn homes(chains: &Chains) -> BTreeMap<Span, usize> {
    let mut home = BTreeMap::new();
    for (c, chain) in chains.iter().enumerate() {
        for s in chain {
            home.insert(*s, c);
        }
    }
    home
}

/// Sum of the similarities of the best one-to-one pairing of chains.
fn ceafe(gold: &Chains, ours: &Chains) -> f64 {
    let home = homes(ours);
    let mut weight = vec![vec![0.0; ours.len()]; gold.len()];
    for (g, chain) in gold.iter().enumerate() {
        for s in chain {
            if let Some(&o) = home.get(s) {
                weight[g][o] += 1.0;
            }
        }
        for (o, w) in weight[g].iter_mut().enumerate() {
            *w = 2.0 * *w / (chain.len() + ours[o].len()) as f64;
        }
    }
    best_pairing(&weight)
}

/// Greatest sum of weights with every row and column used at most once (Hungarian method).
pub(crate) fn best_pairing(weight: &[Vec<f64>]) -> f64 {
    let (rows, columns) = (weight.len(), weight.first().map_or(0, Vec::len));
    let n = rows.max(columns);
    if n == 0 {
        return 0.0;
    }
    let cost =
        |i: usize, j: usize| -> f64 { if i < rows && j < columns { -weight[i][j] } else { 0.0 } };
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    let (mut row_of, mut way) = (vec![0usize; n + 1], vec![0usize; n + 1]);
    for i in 1..=n {
        row_of[0] = i;
        let mut j0 = 0;
        let mut least = vec![f64::INFINITY; n + 1];
        let mut used = vec![false; n + 1];
        loop {
            used[j0] = true;
            let (i0, mut delta, mut j1) = (row_of[j0], f64::INFINITY, 0);
            for j in 1..=n {
                if used[j] {
                    continue;
                }
                let reduced = cost(i0 - 1, j - 1) - u[i0] - v[j];
                if reduced < least[j] {
                    least[j] = reduced;
                    way[j] = j0;
                }
                if least[j] < delta {
                    delta = least[j];
                    j1 = j;
                }
            }
            for j in 0..=n {
                if used[j] {
                    u[row_of[j]] += delta;
                    v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            j0 = j1;
            if row_of[j0] == 0 {
                break;
            }
        }
        while j0 != 0 {
            let j1 = way[j0];
            row_of[j0] = row_of[j1];
            j0 = j1;
        }
    }
    (1..=n)
        .filter(|&j| row_of[j] >= 1 && row_of[j] <= rows && j <= columns)
        .map(|j| weight[row_of[j] - 1][j - 1])
        .sum()
}

/// Scores GAP's table; `answer` says of a text, a pronoun and two names (bytes) whether the pronoun
/// is the first and whether it is the second.
///
/// # Errors
/// A row with too few cells or an offset that is no number.
pub fn gap(
    gold: &str,
    n_show: usize,
    mut answer: impl FnMut(&str, Span, Span, Span) -> (bool, bool),
) -> Result<Figures, Error> {
    let mut figures = Figures::default();
    let mut rows: Vec<(bool, [bool; 4])> = Vec::new();
    for (i, line) in gold.lines().enumerate().skip(1).filter(|(_, l)| !l.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 10 {
            return Err(Error::new(i + 1, "a row needs ten cells"));
        }
        let text = cells[1];
        let offsets: Vec<usize> = text.char_indices().map(|(b, _)| b).chain([text.len()]).collect();
        let span = |word: &str, at: &str| -> Result<Span, Error> {
            let at: usize =
                at.parse().map_err(|_| Error::new(i + 1, format!("`{at}` is no offset")))?;
            let start = offsets[at.min(offsets.len() - 1)];
            Ok(Span::new(start, (start + word.len()).min(text.len())))
        };
        let (p, a, b) =
            (span(cells[2], cells[3])?, span(cells[4], cells[5])?, span(cells[7], cells[8])?);
        let said = answer(text, p, a, b);
        let is = |cell: &str| cell.eq_ignore_ascii_case("true");
        let owed = (is(cells[6]), is(cells[9]));
        if said != owed {
            figures.show(n_show, || {
                format!(
                    "{} `{}`: {} {} said {}; {} {} said {}\n      {text}",
                    cells[0], cells[2], cells[4], owed.0, said.0, cells[7], owed.1, said.1
                )
            });
        }
        let female = matches!(cells[2].to_lowercase().as_str(), "she" | "her" | "hers");
        rows.push((female, [owed.0, said.0, owed.1, said.1]));
    }
    let f1 = |d: &[&(bool, [bool; 4])]| {
        let (mut hits, mut answers, mut gold) = (0, 0, 0);
        for (_, r) in d {
            for k in [0, 2] {
                gold += usize::from(r[k]);
                answers += usize::from(r[k + 1]);
                hits += usize::from(r[k] && r[k + 1]);
            }
        }
        Prf::of(hits, answers, gold).f1
    };
    let of = |woman: bool| -> Vec<(bool, [bool; 4])> {
        rows.iter().copied().filter(|r| r.0 == woman).collect()
    };
    figures.add("pronouns F1", &rows, f1);
    figures.add("of men F1", &of(false), f1);
    figures.add("of women F1", &of(true), f1);
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: &str = "# newdoc id = a\n1\tAnn\t(1)\n2\tsaid\t_\n3\tshe\t(1)\n4\tleft\t_\n";

    #[test]
    fn the_gold_itself_is_perfect_and_nothing_is_nothing() {
        let right = |_: &str| vec![vec![Span::new(0, 3), Span::new(9, 12)]];
        assert!(
            conll(GOLD, 0, right).unwrap().to_text().contains("CoNLL F1                     1.000")
        );
        let none = conll(GOLD, 0, |_| Vec::new()).unwrap();
        assert!(none.to_text().contains("CoNLL F1                     0.000"));
    }

    #[test]
    fn the_best_pairing_is_found() {
        let weight = vec![vec![0.9, 0.8], vec![0.8, 0.1]];
        assert!((best_pairing(&weight) - 1.6).abs() < 1e-9);
    }
}
