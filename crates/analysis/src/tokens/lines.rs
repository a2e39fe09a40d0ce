//! A stretch of a text in, whether a line goes on before and behind it out.

use model::Span;

/// Whether words of the same line stand on both sides of a stretch.
pub(super) fn is_within_line(text: &str, stretch: Span) -> bool {
    let before = text[..stretch.start as usize].trim_end_matches([' ', '\t']);
    let after = text[stretch.end as usize..].trim_start_matches([' ', '\t']);
    !before.is_empty()
        && !after.is_empty()
        && !before.ends_with('\n')
        && !after.starts_with(['\n', '\r'])
}
