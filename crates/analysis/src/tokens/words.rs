//! Letters in, borders out: how far a word reaches, and what may open a sentence.

/// Whether a word cannot end a sentence where another word follows: "in a call with ⏎ Mr Ruiz",
/// "after the call, ⏎ Mexico's president".
pub(super) fn hangs(last: &str, next: Option<char>) -> bool {
    const OPEN: &[&str] =
        &[",", "the", "a", "an", "of", "to", "with", "and", "in", "by", "for", "from", "at"];
    OPEN.contains(&last) && next.is_some_and(char::is_alphanumeric)
}

/// Prefixes that stay on their word ("pre-war").
const PREFIXES: &[&str] = &[
    "anti", "bi", "co", "counter", "de", "e", "ex", "hyper", "inter", "intra", "mega", "micro",
    "mid", "mini", "mis", "mono", "multi", "non", "over", "post", "pre", "pro", "pseudo", "quasi",
    "re", "semi", "sub", "super", "trans", "tri", "ultra", "un", "under", "vice",
];

/// Whether a sentence may start with this text.
pub(super) fn starts(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        None => true,
        Some('“' | '"' | '‘' | '\'' | '(' | '[' | '«' | '•' | '—' | '–' | '-') => {
            chars.find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase())
        }
        Some(c) => !c.is_lowercase(),
    }
}

/// Words that open sentences and are no names: after "U.S." they tell a boundary.
pub(super) fn opens_sentence(text: &str) -> bool {
    const OPENERS: &[&str] = &[
        "A",
        "After",
        "Also",
        "Although",
        "An",
        "And",
        "As",
        "At",
        "Before",
        "But",
        "By",
        "Despite",
        "During",
        "Earlier",
        "For",
        "From",
        "He",
        "Her",
        "His",
        "However",
        "I",
        "If",
        "In",
        "It",
        "Its",
        "Last",
        "Later",
        "Many",
        "Meanwhile",
        "Mr",
        "Mr.",
        "Mrs",
        "Mrs.",
        "Ms",
        "Ms.",
        "No",
        "Not",
        "Now",
        "On",
        "One",
        "Other",
        "Our",
        "She",
        "Since",
        "So",
        "Some",
        "That",
        "The",
        "Their",
        "Then",
        "There",
        "These",
        "They",
        "This",
        "Those",
        "To",
        "Two",
        "Under",
        "Until",
        "We",
        "What",
        "When",
        "While",
        "Who",
        "With",
        "Yet",
        "You",
        "How",
        "Where",
        "Why",
        "Here",
        "Were",
        "Was",
        "Is",
        "Are",
        "Did",
        "Do",
        "Does",
        "Can",
        "Please",
        "Let",
        "My",
        "Your",
        "Each",
        "Most",
        "All",
        "Both",
        "More",
        "Such",
        "Even",
        "Every",
        "Millions",
        "Thousands",
        "Hundreds",
        "Dozens",
        "Police",
        "Officials",
        "Several",
        "Still",
        "Instead",
        "Because",
        "Again",
        "Once",
        "Only",
        "Nearly",
        "About",
        "According",
        "Asked",
        "Analysts",
        "Critics",
        "Experts",
        "Between",
        "Against",
        "Among",
        "Over",
        "Through",
        "Without",
        "Within",
        "Whether",
        "Which",
        "Whose",
        "Perhaps",
        "Today",
        "Yesterday",
        "Tomorrow",
        "Soon",
        "Thus",
        "Therefore",
        "Indeed",
        "Moreover",
        "Furthermore",
        "Nevertheless",
        "Nonetheless",
        "Elsewhere",
        "Separately",
        "Next",
        "First",
        "Second",
        "Three",
        "Four",
        "Five",
    ];
    let trimmed = text.trim_start_matches(['“', '"', '‘', '\'', '(']);
    let word: String = trimmed.chars().take_while(|c| c.is_alphabetic() || *c == '.').collect();
    OPENERS.contains(&word.as_str()) || trimmed.len() < text.len()
}

/// Days, months, titles and zones go on after "5 p.m.".
pub(super) fn goes_on_after_hour(text: &str) -> bool {
    const GO_ON: &[&str] = &[
        "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun",
        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Mr", "Ms", "Mrs", "Dr", "EST", "ET", "EDT",
        "GMT", "UTC", "PT", "PST", "CET", "BST", "IST", "Eastern", "Pacific", "(",
    ];
    GO_ON.iter().any(|w| text.starts_with(w))
}

/// Whether a form of address stands first ("Mr. Smith").
pub(super) fn titled(text: &str) -> bool {
    ["Mr.", "Mr ", "Mrs", "Ms"].iter().any(|t| text.starts_with(t))
}

/// Whether "U.S." is followed by what it modifies.
pub(super) fn name_follows(text: &str, _bare: &str) -> bool {
    !opens_sentence(text)
}

/// Length of a word in bytes: letters and digits with inner marks that belong to it.
pub(super) fn word_length(rest: &str) -> usize {
    const N_CHARS_MAX: usize = 200;
    // Most words are of letters alone, and no mark with a letter or a digit behind it follows them.
    let mut behind = rest.char_indices().take(N_CHARS_MAX).skip_while(|&(_, c)| in_word(c));
    if let Some((at, mark)) = behind.next()
        && !(may_join(mark) && behind.next().is_some_and(|(_, c)| c.is_alphanumeric()))
    {
        return at;
    }
    let chars: Vec<(usize, char)> = rest.char_indices().take(N_CHARS_MAX).collect();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i].1;
        if in_word(c) {
            i += 1;
            continue;
        }
        let (before, after) = (i.checked_sub(1).map(|j| chars[j].1), chars.get(i + 1).map(|x| x.1));
        let (Some(b), Some(a)) = (before, after) else { break };
        let inner = match c {
            // 1,000 · 3.5 · 10:30 · 1/2 · U.S. · a.m.
            '.' => {
                (b.is_ascii_digit() && a.is_ascii_digit())
                    || is_file_or_host(&chars, i)
                    || (b.is_alphabetic()
                        && a.is_alphabetic()
                        && (i == 1 || chars[i - 2].1 == '.' || !chars[i - 2].1.is_alphanumeric())
                        && chars.get(i + 2).is_none_or(|x| !x.1.is_alphanumeric()))
            }
            ',' | ':' | '/' => b.is_ascii_digit() && a.is_ascii_digit(),
            '&' => b.is_uppercase() && a.is_uppercase(),
            '\'' | '’' => {
                // O'Brien, Ra'ad: a letter and more letters that are no clitic
                let tail: String =
                    chars[i + 1..].iter().map(|x| x.1).take_while(|x| x.is_alphabetic()).collect();
                let low = tail.to_lowercase();
                let clitic =
                    matches!(low.as_str(), "s" | "re" | "ve" | "ll" | "d" | "m" | "t" | "em");
                b.is_alphabetic() && a.is_alphabetic() && !clitic && b != 'n'
                    || (i <= 2 && a.is_uppercase())
            }
            '-' | '\u{2010}' | '\u{2011}' => {
                let head: String = chars[..i].iter().map(|x| x.1).collect();
                let low = head.to_lowercase();
                a.is_alphanumeric() && PREFIXES.contains(&low.as_str())
                    || (head.contains('-')
                        && head.chars().any(|x| x.is_ascii_digit())
                        && a.is_ascii_digit())
                    || (b.is_ascii_digit() && a.is_ascii_digit() && is_number_chain(&chars, i))
            }
            _ => false,
        };
        if !inner {
            break;
        }
        i += 1;
    }
    chars.get(i).map_or_else(|| chars.last().map_or(0, |(at, c)| at + c.len_utf8()), |(at, _)| *at)
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Whether it may stand inside a word ([`word_length`]), if a letter or a digit stands behind it.
fn may_join(c: char) -> bool {
    matches!(c, '.' | ',' | ':' | '/' | '&' | '\'' | '’' | '-' | '\u{2010}' | '\u{2011}')
}

/// "report.pdf", "example.com", "alt.animals": two letters before, a lower-case word behind.
pub(super) fn is_file_or_host(chars: &[(usize, char)], i: usize) -> bool {
    let letters = |c: Option<&(usize, char)>| c.is_some_and(|x| x.1.is_ascii_alphabetic());
    let lower = |c: Option<&(usize, char)>| c.is_some_and(|x| x.1.is_ascii_lowercase());
    i >= 2
        && letters(chars.get(i - 1))
        && letters(chars.get(i - 2))
        && letters(chars.get(i + 1))
        && lower(chars.get(i + 2))
        && (lower(chars.get(i + 1))
            || chars[i + 1..].iter().take_while(|x| x.1.is_alphabetic()).count() == 3)
}

/// Number of a list item's marker at the start ("2.", "(b)", "3.)"); letters count from 1.
pub(super) fn item_number(text: &str) -> Option<u32> {
    let body = text.strip_prefix('(').unwrap_or(text);
    let n = body.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = if (1..=3).contains(&n) {
        (body[..n].parse().ok()?, &body[n..])
    } else {
        let letter = body.bytes().next().filter(u8::is_ascii_lowercase)?;
        (u32::from(letter - b'a') + 1, &body[1..])
    };
    let behind = [".)", ")", "."].iter().find_map(|m| rest.strip_prefix(m))?;
    behind.starts_with(' ').then_some(number)
}

/// Length of a face made of marks at the start, as ":-)".
pub(super) fn emoticon(rest: &str) -> Option<usize> {
    const FACES: &[&str] = &[":-)", ":-(", ";-)", ":)", ":(", ";)", ":D", ":P", ":-D", ":-P", "=)"];
    FACES
        .iter()
        .find(|f| rest.starts_with(**f))
        .map(|f| f.len())
        .filter(|n| rest[*n..].chars().next().is_none_or(|c| !c.is_alphanumeric()))
}

/// Telephone numbers and dates written with hyphens: two hyphens at least.
pub(super) fn is_number_chain(chars: &[(usize, char)], i: usize) -> bool {
    let chain: String =
        chars[..].iter().map(|x| x.1).take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    i < chain.len() && chain.matches('-').count() >= 2
}

/// Combining marks belong to the letter before them.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '_' | '\u{ad}')
}

pub(super) fn number_length(rest: &str) -> usize {
    rest.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).count()
}

/// Where a number ends and its unit begins ("5pm" 1, "10km" 2); `None` for "5th", "80s", "F16".
pub(super) fn unit_at(word: &str) -> Option<usize> {
    let digits = word
        .char_indices()
        .find(|(_, c)| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ':')))
        .map(|(i, _)| i)?;
    if digits == 0 {
        return None;
    }
    let unit = word[digits..].to_lowercase();
    matches!(
        unit.as_str(),
        "pm" | "am"
            | "p.m"
            | "a.m"
            | "km"
            | "m"
            | "bn"
            | "mm"
            | "cm"
            | "kg"
            | "mph"
            | "kph"
            | "mw"
            | "gw"
            | "ft"
            | "k"
            | "tn"
            | "min"
            | "hrs"
            | "kms"
            | "sq"
            | "gb"
            | "mb"
    )
    .then_some(digits)
}

/// Words written together that UD takes apart.
pub(super) fn joined(lower: &str) -> Option<(usize, usize)> {
    match lower {
        "gonna" | "wanna" | "gotta" => Some((3, 2)),
        "gimme" | "lemme" => Some((3, 2)),
        _ => None,
    }
}

/// Length of a web or mail address at the start.
pub(super) fn address(rest: &str) -> Option<usize> {
    let upto = rest.find(char::is_whitespace).unwrap_or(rest.len()).min(400);
    let mut cut = upto;
    while !rest.is_char_boundary(cut) {
        cut -= 1;
    }
    let word = &rest[..cut];
    let trimmed =
        word.trim_end_matches(['.', ',', ')', '"', '”', '’', '\'', '!', '?', ';', ':', ']', '>']);
    let web = ["http://", "https://", "www."].iter().any(|p| word.starts_with(p));
    if web && trimmed.len() > 5 {
        return Some(trimmed.len());
    }
    let at = trimmed.find('@')?;
    let (user, host) = (&trimmed[..at], &trimmed[at + 1..]);
    let plain = |s: &str| {
        !s.is_empty()
            && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
    };
    if user.is_empty() {
        // A handle: @name
        let n = host.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count();
        return (n > 0).then_some(n + 1);
    }
    (plain(user) && plain(host) && host.contains('.')).then_some(trimmed.len())
}
