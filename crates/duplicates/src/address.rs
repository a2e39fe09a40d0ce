//! Addresses in, one key for the same page out.

/// Parameters that tell where a reader came from, not which page is meant; sorted.
const TRACKING: &[&str] = &[
    "__twitter_impression",
    "_ga",
    "_hsenc",
    "_hsmi",
    "amp",
    "at_campaign",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "at_medium",
    "campaign_id",
    "cid",
    "cmp",
    "cmpid",
    "dclid",
    "ext",
    "fbclid",
    "feature",
    "feedname",
    "feedtype",
    "ftag",
    "gclid",
    "gclsrc",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "icid",
    "igshid",
    "ito",
    "mbid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "ns_campaign",
    "ns_fee",
    "ns_linkname",
    "ns_mchannel",
    "ns_source",
    "ocid",
    "origin",
    "outputtype",
    "partner",
    "ref",
    "ref_src",
    "ref_url",
    "referrer",
    "rss",
    "sh",
    "share",
    "smid",
    "smtyp",
    "source",
    "spm",
    "sr_share",
    "src",
    "taid",
    "twclid",
    "via",
    "wt.mc_id",
    "wtrid",
    "xtor",
    "yclid",
];

/// The address without what does not tell pages apart: scheme, `www.`, port, case of the host,
/// fragment, tracking parameters, order of the others, last slash, `index.html`, `amp`.
///
/// None for addresses that name no page of their own: a bare host, other schemes.
pub fn address_key(address: &str) -> Option<String> {
    let rest = address.trim();
    let (scheme, rest) = rest.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.rsplit('@').next().unwrap_or(host).to_ascii_lowercase();
    let host = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(&host);
    let host = ["www.", "m.", "amp.", "mobile."]
        .iter()
        .find_map(|p| host.strip_prefix(p).filter(|h| h.contains('.')))
        .unwrap_or(host);
    let mut path = path.trim_end_matches('/');
    for end in ["index.html", "index.htm", "index.php", "amp.html", "amp"] {
        if let Some(before) = path.strip_suffix(end)
            && (before.is_empty() || before.ends_with('/'))
        {
            path = before.trim_end_matches('/');
        }
    }
    let path = path.strip_prefix("amp/").unwrap_or(path);
    let mut parameters: Vec<&str> = query
        .split('&')
        .filter(|p| {
            let name = p.split('=').next().unwrap_or_default().to_ascii_lowercase();
            !name.is_empty()
                && !name.starts_with("utm_")
                && TRACKING.binary_search(&name.as_str()).is_err()
        })
        .collect();
    if path.is_empty() && parameters.is_empty() {
        return None;
    }
    parameters.sort_unstable();
    let query =
        if parameters.is_empty() { String::new() } else { format!("?{}", parameters.join("&")) };
    Some(format!("{host}/{path}{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_sorted() {
        assert!(TRACKING.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn one_key_for_one_page() {
        let key = |a| address_key(a).unwrap_or_default();
        for address in [
            "https://example.com/world/2026/talks",
            "http://www.example.com/world/2026/talks/?utm_source=rss&utm_medium=feed",
            "https://example.com:443/world/2026/talks#comments",
            "https://m.example.com/world/2026/talks?fbclid=x",
            "https://amp.example.com/world/2026/talks/amp/",
        ] {
            assert_eq!(key(address), "example.com/world/2026/talks", "{address}");
        }
        assert_eq!(key("https://example.com/?id=2&a=1"), "example.com/?a=1&id=2");
        assert_ne!(key("https://example.com/?id=2"), key("https://example.com/?id=3"));
        assert_eq!(address_key("https://example.com/"), None);
        assert_eq!(address_key("mailto:a@example.com"), None);
    }
}
