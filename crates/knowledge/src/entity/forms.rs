//! Other forms of a name: spoken as a word, as part of an id, without accents.

use std::{borrow::Cow, sync::LazyLock};

use rustc_hash::FxHashMap;

/// "Isis", "Nato": how many papers write what is spoken as a word. Short ones may be any word.
pub(super) fn spoken(alias: &str) -> Option<String> {
    let capitals = alias.len() >= 4 && alias.chars().all(|c| c.is_ascii_uppercase());
    let word = capitals && alias.chars().any(|c| "AEIOU".contains(c));
    let clear = !matches!(
        alias,
        "ARENA"
            | "CARE"
            | "CITES"
            | "FACT"
            | "IDEA"
            | "MEND"
            | "MERCY"
            | "ONE"
            | "PACE"
            | "REACH"
            | "SWIFT"
    );
    (word && clear).then(|| format!("{}{}", &alias[..1], alias[1..].to_lowercase()))
}

/// Lower case, letters and digits, other marks as hyphens.
pub(super) fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

/// Without accents; apostrophes of all kinds as `'`.
pub(crate) fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match plain(c) {
            Some(s) => out.push_str(s),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A Latin letter without its marks.
fn plain(c: char) -> Option<&'static str> {
    const TABLE: &[(&str, &str)] = &[
        ("ÀÁÂÃÄÅĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶ", "A"),
        ("àáâãäåāăąǎạảấầẩẫậắằẳẵặə", "a"),
        ("ÇĆĈĊČ", "C"),
        ("çćĉċč", "c"),
        ("ĎĐ", "D"),
        ("ďđḍ", "d"),
        ("ÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ", "E"),
        ("èéêëēĕėęěẹẻẽếềểễệ", "e"),
        ("ĜĞĠĢ", "G"),
        ("ĝğġģ", "g"),
        ("ĤḤ", "H"),
        ("ĥḥħ", "h"),
        ("ÌÍÎÏĨĪĬĮİỈỊ", "I"),
        ("ìíîïĩīĭįıỉị", "i"),
        ("Ķ", "K"),
        ("ķ", "k"),
        ("ĹĻĽŁ", "L"),
        ("ĺļľł", "l"),
        ("ÑŃŅŇ", "N"),
        ("ñńņňṅ", "n"),
        ("ÒÓÔÕÖØŌŎŐƠỌỎỐỒỔỖỘỚỜỞỠỢ", "O"),
        ("òóôõöøōŏőơọỏốồổỗộớờởỡợ", "o"),
        ("ŔŖŘ", "R"),
        ("ŕŗř", "r"),
        ("ŚŜŞŠȘṢ", "S"),
        ("śŝşšșṣ", "s"),
        ("ŢŤȚṬ", "T"),
        ("ţťțṭ", "t"),
        ("ÙÚÛÜŨŪŬŮŰŲƯỤỦỨỪỬỮỰ", "U"),
        ("ùúûüũūŭůűųưụủứừửữự", "u"),
        ("ÝŶŸỲỴỶỸ", "Y"),
        ("ýÿŷỳỵỷỹ", "y"),
        ("ŹŻŽ", "Z"),
        ("źżžẓ", "z"),
        ("Æ", "Ae"),
        ("æ", "ae"),
        ("Œ", "Oe"),
        ("œ", "oe"),
        ("ß", "ss"),
        ("’‘ʻʼ`", "'"),
        ("‐‑–", "-"),
    ];
    static LETTERS: LazyLock<FxHashMap<char, &str>> = LazyLock::new(|| {
        // The first row counts.
        let rows = TABLE.iter().rev();
        rows.flat_map(|(from, to)| from.chars().map(|c| (c, *to))).collect()
    });
    LETTERS.get(&c).copied()
}
