//! Words under pictures.

use std::collections::BTreeSet;

use crate::text::features::squeeze;

/// Captions without credits, as letters and digits alone: lines that say one of them again, as galleries
/// do, are no text. Those of three words and fewer are left out.
pub(crate) fn squeezed<'a>(captions: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let long = |caption: &&str| caption.split(' ').count() > 3;
    captions.map(without_credit).filter(long).map(squeeze).collect()
}

/// A caption without the credit behind it: "Lorries wait in January. Photo: T. Bekele".
pub(crate) fn without_credit(caption: &str) -> &str {
    let marks = [
        "Photo:",
        "Photo by",
        "Photograph:",
        "Picture:",
        "Image:",
        "Credit:",
        "PHOTO:",
        "Photograph by",
        "(Photo",
        "(AP Photo",
        "[Photo",
        "©",
        "| Photo",
        "(Image",
        "(Getty",
        "AFP via",
        "/Getty",
        "Getty Images",
        "REUTERS/",
    ];
    let cut = marks.iter().filter_map(|m| caption.find(m)).filter(|at| *at > 0).min();
    cut.map_or(caption, |at| &caption[..at])
        .trim()
        .trim_end_matches(['|', '-', '–', '—', '•', ','])
        .trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_lose_their_credit() {
        assert_eq!(
            without_credit("Lorries wait in January. Photo: T. Bekele"),
            "Lorries wait in January."
        );
        assert_eq!(without_credit("Lorries wait"), "Lorries wait");
    }
}
