//! Raw bytes in, clean text out: [`RawDocument`] → [`Document`].
//!
//! A saved web page becomes its headline and paragraphs; menus, prompts and credits are left out,
//! and who wrote it, who printed it and the day it was published are found. In plain texts furniture
//! is marked; a record's text is never changed.
//!
//! It never reads files or the network, never fails, and never looks at what the text says happened.

mod bytes;
mod captions;
mod credits;
mod dates;
mod dom;
mod furniture;
mod inserts;
mod kind;
mod lines;
mod metadata;
mod page;
mod published;
pub mod text;
mod trim;
mod whole;

use knowledge::Publishers;
use model::{Date, Document, DocumentKind, NoteKind, Notes, RawDocument};

pub use whole::whole;

/// Characters by which a language is told, and those of the beginning that suffice for English.
const N_SAMPLE: usize = 4000;
const N_START: usize = 1200;

/// Letters needed before the language is guessed, and before it is where no small word of English
/// stands in the text.
const N_LANGUAGE_MIN: usize = 300;
const N_FOREIGN_MIN: usize = 60;

/// The document that the bytes hold.
///
/// What cannot be read as text comes back with an empty `text`, and what is no report or not in
/// English with its text; either has a note of kind [`NoteKind::Skipped`] that says why.
pub fn document(raw: &RawDocument, publishers: &Publishers, notes: &mut Notes) -> Document {
    let mut document = Document {
        origin: raw.origin.clone(),
        kind: raw.kind,
        url: raw.url.clone(),
        headline: raw.headline.clone(),
        published: raw.published,
        published_at: raw.published_at,
        published_by: raw.published.map(|_| "given"),
        updated: raw.updated,
        updated_at: raw.updated_at,
        language: raw.language.clone(),
        authors: raw.authors.clone(),
        publisher: raw.publisher.clone(),
        agency: raw.agency.clone(),
        dateline: raw.dateline.clone(),
        section: raw.section.clone(),
        ..Document::default()
    };
    let text = bytes::decode(&raw.bytes, raw.charset.as_deref(), raw.kind, notes);
    match raw.kind {
        DocumentKind::Html => page::read(&text, publishers, &mut document, notes),
        DocumentKind::Text | DocumentKind::Record => document.text = text,
    }
    document.id = raw.id.clone().unwrap_or_else(|| bytes::digest(&document.text));
    if document.text.trim().is_empty() {
        notes.push(None, NoteKind::Skipped, "no text");
        document.text.clear();
        return document;
    }
    document.furniture = furniture::find(&document.text, document.headline.as_deref(), publishers);
    if document.published.is_none()
        && let Some(day) = published::in_address(document.url.as_deref())
    {
        document.published = Some(day);
        document.published_by = Some("address");
    }
    credits::read(&mut document, publishers);
    document.today = document.dateline_day.or(written_on(&document));
    recognise_language(&mut document, notes);
    document
}

/// The day that the text speaks from: that of publication, but of the update where that comes long after:
/// "What is Nato?" of 2012 tells of today.
fn written_on(document: &Document) -> Option<Date> {
    const DAYS_CURRENT: i32 = 180;
    let published = document.published?;
    let updated = document
        .updated
        .filter(|u| u.since(published).is_ok_and(|span| span.get_days() > DAYS_CURRENT));
    Some(updated.unwrap_or(published))
}

/// All text of a page or a part of one, a line for each block: nothing is left out but what no
/// reader sees.
pub fn all_text(html: &str) -> String {
    let lines = lines::lines(&dom::Dom::parse(html), false);
    (0..lines.len()).map(|i| lines.text(i)).collect::<Vec<_>>().join("\n")
}

/// Notes the language; what is not English is skipped.
fn recognise_language(document: &mut Document, notes: &mut Notes) {
    let declared = document
        .language
        .take()
        .map(|l| l.split(['-', '_']).next().unwrap_or("").trim().to_ascii_lowercase());
    let sample: String = document.text.chars().take(N_SAMPLE).collect();
    let n_letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if n_letters < N_LANGUAGE_MIN && (n_letters < N_FOREIGN_MIN || has_english(&sample)) {
        document.language = declared.filter(|l| l.len() == 2);
        return;
    }
    // English is mostly seen by the beginning; all else is asked of the whole sample.
    let start = sample.char_indices().nth(N_START).map_or(sample.as_str(), |(at, _)| &sample[..at]);
    let is_sure = |i: &whatlang::Info| i.lang() == whatlang::Lang::Eng && i.is_reliable();
    let found = whatlang::detect(start).filter(is_sure).or_else(|| whatlang::detect(&sample));
    let Some(info) = found else { return };
    if info.lang() == whatlang::Lang::Eng || !info.is_reliable() {
        document.language = Some("en".to_owned());
        return;
    }
    document.language = Some(two_letters(info.lang().code(), declared.as_deref()));
    let name = info.lang().eng_name();
    notes.push(None, NoteKind::Skipped, format!("language is {name}, not English"));
}

/// Whether more than one word in thirty is a small word of English.
fn has_english(text: &str) -> bool {
    const SMALL: [&str; 14] = [
        "the", "of", "and", "to", "in", "is", "was", "for", "that", "with", "said", "by", "has",
        "from",
    ];
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let (n_small, n) = words.fold((0, 0), |(small, n), w| {
        (small + usize::from(SMALL.iter().any(|s| w.eq_ignore_ascii_case(s))), n + 1)
    });
    n_small * 30 > n
}

/// ISO 639-1 for what the recogniser calls by ISO 639-3.
fn two_letters(code: &str, declared: Option<&str>) -> String {
    const CODES: &[(&str, &str)] = &[
        ("ara", "ar"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zul", "zu"),
        ("afr", "af"),
        ("aze", "az"),
        ("bel", "be"),
        ("amh", "am"),
        ("epo", "eo"),
    ];
    CODES
        .iter()
        .find(|(three, _)| *three == code)
        .map(|(_, two)| (*two).to_owned())
        .or_else(|| declared.map(str::to_owned))
        .unwrap_or_else(|| code.to_owned())
}
