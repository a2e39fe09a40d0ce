//! Any bytes as any format: documents and errors, never a panic.

use intake::{Format, Options, WebAddress, read_bytes};
use proptest::prelude::*;

/// Starts that lead deep into a reader.
const STARTS: &[&str] = &[
    "",
    "<rss><channel><item>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "WARC/1.0\r\n",
    "%PDF-1.4\n",
    "PAR1",
    "PK\x03\x04",
    "\x1f\u{8b}",
    "{\"text\":",
    "[{",
    "a,b\n",
    "<newsItem>",
    "<nitf>",
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n",
    "http://a 1.2.3.4 20260113081500 text/html ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reader_panics(start in 0..STARTS.len(), rest in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut bytes = STARTS[start].as_bytes().to_vec();
        bytes.extend(&rest);
        for name in Format::names() {
            let options = Options { format: Format::named(name), ..Options::default() };
            for item in read_bytes(bytes.clone(), "any", &options) {
                let told = match &item {
                    Ok(document) => document.origin.clone(),
                    Err(error) => error.to_string(),
                };
                prop_assert!(told.starts_with("any"), "{}", told);
            }
        }
    }

    #[test]
    fn marked_up_text_is_read(parts in prop::collection::vec("(<|>|&|;|/|!|-|\\[|\\]|=|'|\"|rss|item|title|link|#|x|CDATA|é| )", 0..60)) {
        let text = parts.concat();
        let _ = intake::feed(text.as_bytes(), None, Some("http://a.example/"));
        let _ = intake::plain(&text);
    }

    #[test]
    fn addresses_are_made_one_and_stay_so(text in "(http://|https://|//|/)?[a-zé0-9./?#%@:\\[\\]&=;\\\\ -]{0,40}") {
        if let Some(address) = WebAddress::parse(&text) {
            let again = WebAddress::parse(&address.to_string());
            prop_assert_eq!(again.map(|a| a.to_string()), Some(address.to_string()));
        }
        let base = WebAddress::parse("http://a.example/b/c?d").unwrap();
        if let Some(joined) = base.join(&text) {
            prop_assert!(WebAddress::parse(&joined.to_string()).is_some(), "{}", joined);
        }
    }

    #[test]
    fn times_are_read_or_not(text in "[0-9A-Za-z:+,./ -]{0,40}") {
        let _ = intake::written_time(&text).map(intake::WrittenTime::utc);
    }
}
