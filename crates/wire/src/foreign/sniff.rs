//! The first lines of a table in, its layout out.

use super::Layout;

/// The separator that the header or first row is parted by: tab, semicolon or comma.
pub(super) fn separator(first: &str) -> u8 {
    let count = |c: char| first.matches(c).count();
    if count('\t') > 0 {
        b'\t'
    } else if count(';') > count(',') {
        b';'
    } else {
        b','
    }
}

/// The layout of a table by its first line; `None` where it is none of the four.
pub fn sniff(text: &str) -> Option<Layout> {
    let first = text.trim_start_matches('\u{feff}').lines().find(|l| !l.trim().is_empty())?;
    let cells: Vec<String> = first
        .split(char::from(separator(first)))
        .map(|c| c.trim().trim_matches('"').to_lowercase())
        .collect();
    let has = |name: &str| cells.iter().any(|c| c == name);
    if has("event_id_cnty") || (has("event_date") && has("actor1") && has("sub_event_type")) {
        return Some(Layout::Acled);
    }
    if has("event mode") && has("actor name") {
        return Some(Layout::Polecat);
    }
    if has("cameo code") && has("source name") {
        return Some(Layout::Icews);
    }
    if has("globaleventid") {
        return Some(Layout::Gdelt);
    }
    let is_day = |c: &String| c.len() == 8 && c.bytes().all(|b| b.is_ascii_digit());
    if matches!(cells.len(), 57 | 58 | 61) && cells.get(1).is_some_and(is_day) {
        return Some(Layout::Gdelt);
    }
    if cells.len() == 4 && cells[3].parse::<model::Date>().is_ok() {
        return Some(Layout::Icews);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_are_seen() {
        assert_eq!(sniff("Japan\tMake a visit\tThailand\t2014-09-22\n"), Some(Layout::Icews));
        assert_eq!(sniff("event_id_cnty;event_date;actor1\n"), Some(Layout::Acled));
        assert_eq!(sniff("name,age\n"), None);
        assert_eq!(sniff(""), None);
        let gdelt = format!("1\t20240301{}\n", "\t".repeat(59));
        assert_eq!(sniff(&gdelt), Some(Layout::Gdelt));
    }
}
