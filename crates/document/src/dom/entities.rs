//! Character references: `&amp;`, `&#8217;`, `&nbsp` become characters.

use std::borrow::Cow;

/// The text with its character references read. Unknown ones stay as they are; numbers that name
/// no character become U+FFFD, and 128 to 159 are read as windows-1252, as browsers do.
pub(crate) fn decode(raw: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', raw.as_bytes()) else {
        return Cow::Borrowed(raw);
    };
    let mut out = String::with_capacity(raw.len());
    out.push_str(&raw[..first]);
    let mut rest = &raw[first..];
    while !rest.is_empty() {
        if let Some((c, n)) = reference(rest.as_bytes()) {
            out.push(c);
            rest = &rest[n..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
        let next = memchr::memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(out)
}

/// The character of the reference at the start, and its length in bytes.
fn reference(bytes: &[u8]) -> Option<(char, usize)> {
    if bytes.get(1) == Some(&b'#') {
        return number(bytes);
    }
    let n = bytes[1..].iter().take(10).take_while(|c| c.is_ascii_alphanumeric()).count();
    let name = std::str::from_utf8(&bytes[1..=n]).ok()?;
    if bytes.get(n + 1) == Some(&b';') {
        return find(name).map(|c| (c, n + 2));
    }
    // The old names need no semicolon where no letter follows.
    let c = find(name)?;
    let old = (c as u32) < 256 && bytes.get(n + 1) != Some(&b'=') && n > 1;
    old.then_some((c, n + 1))
}

fn number(bytes: &[u8]) -> Option<(char, usize)> {
    let hex = matches!(bytes.get(2), Some(b'x' | b'X'));
    let start = if hex { 3 } else { 2 };
    let radix = if hex { 16 } else { 10 };
    let mut value = 0u32;
    let mut n = start;
    while let Some(d) = bytes.get(n).and_then(|c| (*c as char).to_digit(radix)) {
        value = value.saturating_mul(radix).saturating_add(d);
        n += 1;
    }
    if n == start {
        return None;
    }
    let n = n + usize::from(bytes.get(n) == Some(&b';'));
    let c = match value {
        128..=159 => {
            let byte = [value as u8];
            return encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(&byte)
                .0
                .chars()
                .next()
                .map(|c| (c, n));
        }
        0 => char::REPLACEMENT_CHARACTER,
        v => char::from_u32(v).unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    Some((c, n))
}

fn find(name: &str) -> Option<char> {
    NAMED.binary_search_by(|(n, _)| (*n).cmp(name)).ok().map(|i| NAMED[i].1)
}

/// Names in byte order (HTML 4, and those of HTML 5 that newspapers use).
#[rustfmt::skip]
const NAMED: &[(&str, char)] = &[
    ("AElig", '\u{c6}'), ("AMP", '\u{26}'), ("Aacute", '\u{c1}'), ("Abreve", '\u{102}'),
    ("Acirc", '\u{c2}'), ("Agrave", '\u{c0}'), ("Alpha", '\u{391}'), ("Amacr", '\u{100}'),
    ("Aogon", '\u{104}'), ("Aring", '\u{c5}'), ("Atilde", '\u{c3}'), ("Auml", '\u{c4}'),
    ("Beta", '\u{392}'), ("COPY", '\u{a9}'), ("Cacute", '\u{106}'), ("Ccaron", '\u{10c}'),
    ("Ccedil", '\u{c7}'), ("Chi", '\u{3a7}'), ("Dagger", '\u{2021}'), ("Delta", '\u{394}'),
    ("Dstrok", '\u{110}'), ("ETH", '\u{d0}'), ("Eacute", '\u{c9}'), ("Ecaron", '\u{11a}'),
    ("Ecirc", '\u{ca}'), ("Egrave", '\u{c8}'), ("Emacr", '\u{112}'), ("Eogon", '\u{118}'),
    ("Epsilon", '\u{395}'), ("Eta", '\u{397}'), ("Euml", '\u{cb}'), ("GT", '\u{3e}'),
    ("Gamma", '\u{393}'), ("Gbreve", '\u{11e}'), ("Iacute", '\u{cd}'), ("Icirc", '\u{ce}'),
    ("Idot", '\u{130}'), ("Igrave", '\u{cc}'), ("Imacr", '\u{12a}'), ("Iota", '\u{399}'),
    ("Iuml", '\u{cf}'), ("Kappa", '\u{39a}'), ("LT", '\u{3c}'), ("Lambda", '\u{39b}'),
    ("Lstrok", '\u{141}'), ("Mu", '\u{39c}'), ("Nacute", '\u{143}'), ("NewLine", '\u{a}'),
    ("Ntilde", '\u{d1}'), ("Nu", '\u{39d}'), ("OElig", '\u{152}'), ("Oacute", '\u{d3}'),
    ("Ocirc", '\u{d4}'), ("Odblac", '\u{150}'), ("Ograve", '\u{d2}'), ("Omacr", '\u{14c}'),
    ("Omega", '\u{3a9}'), ("Omicron", '\u{39f}'), ("Oslash", '\u{d8}'), ("Otilde", '\u{d5}'),
    ("Ouml", '\u{d6}'), ("Phi", '\u{3a6}'), ("Pi", '\u{3a0}'), ("Prime", '\u{2033}'),
    ("Psi", '\u{3a8}'), ("QUOT", '\u{22}'), ("REG", '\u{ae}'), ("Rcaron", '\u{158}'),
    ("Rho", '\u{3a1}'), ("Sacute", '\u{15a}'), ("Scaron", '\u{160}'), ("Scedil", '\u{15e}'),
    ("Sigma", '\u{3a3}'), ("THORN", '\u{de}'), ("TRADE", '\u{2122}'), ("Tab", '\u{9}'),
    ("Tau", '\u{3a4}'), ("Tcedil", '\u{162}'), ("Theta", '\u{398}'), ("Uacute", '\u{da}'),
    ("Ucirc", '\u{db}'), ("Udblac", '\u{170}'), ("Ugrave", '\u{d9}'), ("Umacr", '\u{16a}'),
    ("Upsilon", '\u{3a5}'), ("Uring", '\u{16e}'), ("Uuml", '\u{dc}'), ("Xi", '\u{39e}'),
    ("Yacute", '\u{dd}'), ("Yuml", '\u{178}'), ("Zacute", '\u{179}'), ("Zcaron", '\u{17d}'),
    ("Zdot", '\u{17b}'), ("Zeta", '\u{396}'), ("aacute", '\u{e1}'), ("abreve", '\u{103}'),
    ("acirc", '\u{e2}'), ("acute", '\u{b4}'), ("aelig", '\u{e6}'), ("agrave", '\u{e0}'),
    ("alefsym", '\u{2135}'), ("alpha", '\u{3b1}'), ("amacr", '\u{101}'), ("amp", '\u{26}'),
    ("and", '\u{2227}'), ("ang", '\u{2220}'), ("aogon", '\u{105}'), ("apos", '\u{27}'),
    ("aring", '\u{e5}'), ("ast", '\u{2a}'), ("asymp", '\u{2248}'), ("atilde", '\u{e3}'),
    ("auml", '\u{e4}'), ("bdquo", '\u{201e}'), ("beta", '\u{3b2}'), ("brvbar", '\u{a6}'),
    ("bsol", '\u{5c}'), ("bull", '\u{2022}'), ("cacute", '\u{107}'), ("cap", '\u{2229}'),
    ("ccaron", '\u{10d}'), ("ccedil", '\u{e7}'), ("cedil", '\u{b8}'), ("cent", '\u{a2}'),
    ("check", '\u{2713}'), ("chi", '\u{3c7}'), ("circ", '\u{2c6}'), ("clubs", '\u{2663}'),
    ("colon", '\u{3a}'), ("comma", '\u{2c}'), ("commat", '\u{40}'), ("cong", '\u{2245}'),
    ("copy", '\u{a9}'), ("crarr", '\u{21b5}'), ("cup", '\u{222a}'), ("curren", '\u{a4}'),
    ("dArr", '\u{21d3}'), ("dagger", '\u{2020}'), ("darr", '\u{2193}'), ("dash", '\u{2010}'),
    ("deg", '\u{b0}'), ("delta", '\u{3b4}'), ("diams", '\u{2666}'), ("divide", '\u{f7}'),
    ("dollar", '\u{24}'), ("dstrok", '\u{111}'), ("eacute", '\u{e9}'), ("ecaron", '\u{11b}'),
    ("ecirc", '\u{ea}'), ("egrave", '\u{e8}'), ("emacr", '\u{113}'), ("empty", '\u{2205}'),
    ("emsp", '\u{2003}'), ("ensp", '\u{2002}'), ("eogon", '\u{119}'), ("epsilon", '\u{3b5}'),
    ("equals", '\u{3d}'), ("equiv", '\u{2261}'), ("eta", '\u{3b7}'), ("eth", '\u{f0}'),
    ("euml", '\u{eb}'), ("euro", '\u{20ac}'), ("excl", '\u{21}'), ("exist", '\u{2203}'),
    ("fnof", '\u{192}'), ("forall", '\u{2200}'), ("frac12", '\u{bd}'), ("frac13", '\u{2153}'),
    ("frac14", '\u{bc}'), ("frac15", '\u{2155}'), ("frac18", '\u{215b}'), ("frac23", '\u{2154}'),
    ("frac34", '\u{be}'), ("frac38", '\u{215c}'), ("frac58", '\u{215d}'), ("frac78", '\u{215e}'),
    ("frasl", '\u{2044}'), ("gamma", '\u{3b3}'), ("gbreve", '\u{11f}'), ("ge", '\u{2265}'),
    ("grave", '\u{60}'), ("gt", '\u{3e}'), ("hArr", '\u{21d4}'), ("hairsp", '\u{200a}'),
    ("harr", '\u{2194}'), ("hearts", '\u{2665}'), ("hellip", '\u{2026}'), ("horbar", '\u{2015}'),
    ("hyphen", '\u{2010}'), ("iacute", '\u{ed}'), ("icirc", '\u{ee}'), ("iexcl", '\u{a1}'),
    ("igrave", '\u{ec}'), ("imacr", '\u{12b}'), ("image", '\u{2111}'), ("imath", '\u{131}'),
    ("infin", '\u{221e}'), ("inodot", '\u{131}'), ("int", '\u{222b}'), ("iota", '\u{3b9}'),
    ("iquest", '\u{bf}'), ("isin", '\u{2208}'), ("iuml", '\u{ef}'), ("kappa", '\u{3ba}'),
    ("lArr", '\u{21d0}'), ("lambda", '\u{3bb}'), ("lang", '\u{2329}'), ("laquo", '\u{ab}'),
    ("larr", '\u{2190}'), ("lbrace", '\u{7b}'), ("lbrack", '\u{5b}'), ("lceil", '\u{2308}'),
    ("lcub", '\u{7b}'), ("ldquo", '\u{201c}'), ("ldquor", '\u{201e}'), ("le", '\u{2264}'),
    ("lfloor", '\u{230a}'), ("lowast", '\u{2217}'), ("lowbar", '\u{5f}'), ("loz", '\u{25ca}'),
    ("lpar", '\u{28}'), ("lrm", '\u{200e}'), ("lsaquo", '\u{2039}'), ("lsqb", '\u{5b}'),
    ("lsquo", '\u{2018}'), ("lsquor", '\u{201a}'), ("lstrok", '\u{142}'), ("lt", '\u{3c}'),
    ("macr", '\u{af}'), ("mdash", '\u{2014}'), ("micro", '\u{b5}'), ("middot", '\u{b7}'),
    ("minus", '\u{2212}'), ("mldr", '\u{2026}'), ("mu", '\u{3bc}'), ("nabla", '\u{2207}'),
    ("nacute", '\u{144}'), ("nbsp", '\u{a0}'), ("ndash", '\u{2013}'), ("ne", '\u{2260}'),
    ("ni", '\u{220b}'), ("nldr", '\u{2025}'), ("not", '\u{ac}'), ("notin", '\u{2209}'),
    ("nsub", '\u{2284}'), ("ntilde", '\u{f1}'), ("nu", '\u{3bd}'), ("num", '\u{23}'),
    ("numero", '\u{2116}'), ("numsp", '\u{2007}'), ("oacute", '\u{f3}'), ("ocirc", '\u{f4}'),
    ("odblac", '\u{151}'), ("oelig", '\u{153}'), ("ograve", '\u{f2}'), ("oline", '\u{203e}'),
    ("omacr", '\u{14d}'), ("omega", '\u{3c9}'), ("omicron", '\u{3bf}'), ("oplus", '\u{2295}'),
    ("or", '\u{2228}'), ("ordf", '\u{aa}'), ("ordm", '\u{ba}'), ("oslash", '\u{f8}'),
    ("otilde", '\u{f5}'), ("otimes", '\u{2297}'), ("ouml", '\u{f6}'), ("para", '\u{b6}'),
    ("part", '\u{2202}'), ("percnt", '\u{25}'), ("period", '\u{2e}'), ("permil", '\u{2030}'),
    ("perp", '\u{22a5}'), ("phi", '\u{3c6}'), ("pi", '\u{3c0}'), ("piv", '\u{3d6}'),
    ("plus", '\u{2b}'), ("plusmn", '\u{b1}'), ("pound", '\u{a3}'), ("prime", '\u{2032}'),
    ("prod", '\u{220f}'), ("prop", '\u{221d}'), ("psi", '\u{3c8}'), ("puncsp", '\u{2008}'),
    ("quest", '\u{3f}'), ("quot", '\u{22}'), ("rArr", '\u{21d2}'), ("radic", '\u{221a}'),
    ("rang", '\u{232a}'), ("raquo", '\u{bb}'), ("rarr", '\u{2192}'), ("rbrace", '\u{7d}'),
    ("rbrack", '\u{5d}'), ("rcaron", '\u{159}'), ("rceil", '\u{2309}'), ("rcub", '\u{7d}'),
    ("rdquo", '\u{201d}'), ("rdquor", '\u{201d}'), ("real", '\u{211c}'), ("reg", '\u{ae}'),
    ("rfloor", '\u{230b}'), ("rho", '\u{3c1}'), ("rlm", '\u{200f}'), ("rpar", '\u{29}'),
    ("rsaquo", '\u{203a}'), ("rsqb", '\u{5d}'), ("rsquo", '\u{2019}'), ("rsquor", '\u{2019}'),
    ("sacute", '\u{15b}'), ("sbquo", '\u{201a}'), ("scaron", '\u{161}'), ("scedil", '\u{15f}'),
    ("sdot", '\u{22c5}'), ("sect", '\u{a7}'), ("semi", '\u{3b}'), ("shy", '\u{ad}'),
    ("sigma", '\u{3c3}'), ("sigmaf", '\u{3c2}'), ("sim", '\u{223c}'), ("sol", '\u{2f}'),
    ("spades", '\u{2660}'), ("star", '\u{2606}'), ("starf", '\u{2605}'), ("sub", '\u{2282}'),
    ("sube", '\u{2286}'), ("sum", '\u{2211}'), ("sup", '\u{2283}'), ("sup1", '\u{b9}'),
    ("sup2", '\u{b2}'), ("sup3", '\u{b3}'), ("supe", '\u{2287}'), ("szlig", '\u{df}'),
    ("tau", '\u{3c4}'), ("tcedil", '\u{163}'), ("there4", '\u{2234}'), ("theta", '\u{3b8}'),
    ("thetasym", '\u{3d1}'), ("thinsp", '\u{2009}'), ("thorn", '\u{fe}'), ("tilde", '\u{2dc}'),
    ("times", '\u{d7}'), ("trade", '\u{2122}'), ("uArr", '\u{21d1}'), ("uacute", '\u{fa}'),
    ("uarr", '\u{2191}'), ("ucirc", '\u{fb}'), ("udblac", '\u{171}'), ("ugrave", '\u{f9}'),
    ("umacr", '\u{16b}'), ("uml", '\u{a8}'), ("upsih", '\u{3d2}'), ("upsilon", '\u{3c5}'),
    ("uring", '\u{16f}'), ("uuml", '\u{fc}'), ("verbar", '\u{7c}'), ("vert", '\u{7c}'),
    ("weierp", '\u{2118}'), ("xi", '\u{3be}'), ("yacute", '\u{fd}'), ("yen", '\u{a5}'),
    ("yuml", '\u{ff}'), ("zacute", '\u{17a}'), ("zcaron", '\u{17e}'), ("zdot", '\u{17c}'),
    ("zeta", '\u{3b6}'), ("zwj", '\u{200d}'), ("zwnj", '\u{200c}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_what_is_neither() {
        assert_eq!(decode("a &amp; b &lt;c&gt; &ldquo;d&rdquo;"), "a & b <c> “d”");
        assert_eq!(decode("&#8217;&#x2019;&#146;&#0;&#x110000;"), "’’’\u{fffd}\u{fffd}");
        assert_eq!(decode("AT&T &nosuch; & &; &#; &#x;"), "AT&T &nosuch; & &; &#; &#x;");
        assert_eq!(decode("caf&eacute &copy 2026 ?a=1&copy=2"), "café © 2026 ?a=1&copy=2");
    }

    #[test]
    fn names_are_in_order() {
        assert!(NAMED.windows(2).all(|w| w[0].0 < w[1].0));
    }
}
