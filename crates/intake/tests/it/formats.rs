//! One small input of every format, and what must come of it.

use intake::{Columns, Error, ErrorKind, Format, Options, read_bytes};
use model::{DocumentKind, RawDocument};

pub(crate) fn read(bytes: &[u8], name: &str, options: &Options) -> (Vec<RawDocument>, Vec<Error>) {
    let mut documents = Vec::new();
    let mut errors = Vec::new();
    for item in read_bytes(bytes.to_vec(), name, options) {
        match item {
            Ok(document) => documents.push(document),
            Err(error) => errors.push(error),
        }
    }
    (documents, errors)
}

fn one(bytes: &[u8], name: &str) -> RawDocument {
    let (mut documents, errors) = read(bytes, name, &Options::default());
    assert_eq!((documents.len(), &errors[..]), (1, &[][..]), "{name}");
    documents.remove(0)
}

fn text(document: &RawDocument) -> String {
    String::from_utf8(document.bytes.clone()).unwrap()
}

fn day(d: &RawDocument) -> String {
    d.published.map(|d| d.to_string()).unwrap_or_default()
}

#[test]
fn feeds() {
    let rss = "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' \
        xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>The Post</title>\
        <language>en-gb</language><item><title>Kyiv &amp;amp; Warsaw sign</title>\
        <link>https://p.example/1</link><guid isPermaLink='false'>p-1</guid>\
        <description>Short.</description><content:encoded><![CDATA[<p>Kyiv signed.</p><p>So did \
        Warsaw.</p>]]></content:encoded><dc:creator>Jane Roe</dc:creator><category>World</category>\
        <pubDate>Tue, 13 Jan 2026 08:15:00 +0200</pubDate></item></channel></rss>";
    let d = one(rss.as_bytes(), "feed.xml");
    assert_eq!(text(&d), "Kyiv & Warsaw sign\n\nKyiv signed.\n\nSo did Warsaw.");
    assert_eq!(d.headline.as_deref(), Some("Kyiv & Warsaw sign"));
    assert_eq!((d.id.as_deref(), d.url.as_deref()), (Some("p-1"), Some("https://p.example/1")));
    assert_eq!(d.published_at.unwrap().to_string(), "2026-01-13T08:15+02:00");
    assert_eq!(
        (d.authors, d.publisher, d.section),
        (vec!["Jane Roe".into()], Some("The Post".into()), Some("World".into()))
    );
    assert_eq!(d.language.as_deref(), Some("en-gb"));
    assert_eq!((d.origin.as_str(), d.kind), ("feed.xml#1", DocumentKind::Text));

    let atom = "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/'><entry>\
        <title type='html'>&lt;b&gt;Kyiv&lt;/b&gt; signs</title><link href='news/2'/>\
        <updated>2026-01-14T00:00:00Z</updated><published>2026-01-13T00:00:00Z</published>\
        <summary>It did.</summary><author><name>Jane Roe</name></author></entry></feed>";
    let d = one(atom.as_bytes(), "-");
    assert_eq!((text(&d).as_str(), day(&d).as_str()), ("Kyiv signs\n\nIt did.", "2026-01-13"));
    assert_eq!(
        (d.url.as_deref(), d.updated.unwrap().to_string().as_str()),
        (Some("https://a.example/news/2"), "2026-01-14")
    );

    let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' \
        xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel/>\
        <item rdf:about='x'><title>T</title><link>https://a.example/3</link>\
        <dc:date>2026-01-13</dc:date></item></rdf:RDF>";
    assert_eq!(day(&one(rdf.as_bytes(), "-")), "2026-01-13");

    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": "1",
        "url": "https://a.example/4", "title": "T", "content_html": "<p>a</p><p>b</p>",
        "date_published": "2026-01-13T08:00:00Z", "authors": [{"name": "Jane Roe"}]}]}"#;
    assert_eq!(text(&one(json.as_bytes(), "-")), "T\n\na\n\nb");
}

#[test]
fn ill_formed_feeds_are_read() {
    let broken = "junk <rss><channel><title>A & B</title><item><title>One<description>x <b>y\
        </description></item><item><title>Two</title><link>http://a.example/?a=1&b=2";
    let (documents, _) = read(broken.as_bytes(), "feed.rss", &Options::default());
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[1].url.as_deref(), Some("http://a.example/?a=1&b=2"));
}

#[test]
fn tables() {
    let csv = "id;Head Line;Full_Text;Date;Newspaper\n1;\"Kyiv; signs\";\"It \"\"did\"\".\n\nYes.\";\
        13.01.2026;The Post\n2;;;;\n3;T;Text three;03/04/2026;\n";
    let (documents, errors) = read(csv.as_bytes(), "x.csv", &Options::default());
    assert_eq!(documents.len(), 2);
    let d = &documents[0];
    assert_eq!((text(d).as_str(), day(d).as_str()), ("It \"did\".\n\nYes.", "2026-01-13"));
    assert_eq!((d.origin.as_str(), d.publisher.as_deref()), ("x.csv:2", Some("The Post")));
    // A row without text, and a day that may be two.
    let told: Vec<(u64, ErrorKind)> = errors.iter().map(|e| (e.line, e.kind)).collect();
    assert_eq!(told, [(5, ErrorKind::BadRecord), (6, ErrorKind::BadDate)]);

    let odd = "a|b|c\nKyiv signed.|x|2026-01-13\n";
    let (_, errors) = read(odd.as_bytes(), "x.csv", &Options::default());
    assert!(errors[0].message.contains("no column of text; found a, b, c"), "{errors:?}");
    let columns = Columns::parse("text=a,published=3").unwrap();
    let (documents, _) = read(odd.as_bytes(), "x.csv", &Options { columns, ..Options::default() });
    assert_eq!(
        (text(&documents[0]).as_str(), day(&documents[0]).as_str()),
        ("Kyiv signed.", "2026-01-13")
    );

    // Standard input: by its first row, asked for, and in UTF-16.
    let csv = "title,text\nT,\"Kyiv, again\"\n";
    assert_eq!(text(&read(csv.as_bytes(), "-", &Options::default()).0[0]), "Kyiv, again");
    let mut wide = vec![0xff, 0xfe];
    wide.extend("text\ttitle\nSeñor\tT\n".encode_utf16().flat_map(u16::to_le_bytes));
    let tsv = Options { format: Some(Format::Tsv), ..Options::default() };
    assert_eq!(text(&read(&wide, "-", &tsv).0[0]), "Señor");
    assert_eq!(text(&read(&wide, "-", &Options::default()).0[0]), "Señor");

    let gdelt = "URL,MobileURL,Date,Title\nhttps://a.example/1,,2026-01-13,T\n";
    for name in ["list.csv", "-"] {
        let (_, errors) = read(gdelt.as_bytes(), name, &Options::default());
        assert_eq!(errors[0].kind, ErrorKind::List, "{name}");
    }
}

#[test]
fn an_open_quote_costs_one_record() {
    let mut csv = String::from("id,text\n1,\"open ");
    csv.push_str(&"x ".repeat(20 << 20));
    csv.push_str("\n2,whole\n3,too\n");
    let (documents, errors) = read(csv.as_bytes(), "x.csv", &Options::default());
    assert_eq!(errors[0].kind, ErrorKind::TooLarge);
    assert_eq!(documents.iter().map(text).collect::<Vec<_>>(), ["whole", "too"]);
}

#[test]
fn json_in_its_shapes() {
    let list = r#"[{"_id": 7, "body": "Kyiv signed.", "date": "2026-01-13T08:00:00Z",
        "source": {"name": "The Post"}, "author": ["Jane Roe", "John Doe"]}, 3]"#;
    let (documents, errors) = read(list.as_bytes(), "x.json", &Options::default());
    let d = &documents[0];
    assert_eq!((text(d).as_str(), d.id.as_deref()), ("Kyiv signed.", Some("7")));
    assert_eq!((d.publisher.as_deref(), d.authors.len()), (Some("The Post"), 2));
    assert_eq!((errors.len(), errors[0].origin.as_str()), (1, "x.json#2"));
    let wrapped = r#"{"total": 1, "articles": [{"title": "T", "content": "Kyiv signed."}]}"#;
    assert_eq!(one(wrapped.as_bytes(), "-").headline.as_deref(), Some("T"));
    let hits = r#"{"hits": {"hits": [{"_id": "1", "_source": {"text": "Kyiv signed."}}]}}"#;
    assert_eq!(text(&one(hits.as_bytes(), "-")), "Kyiv signed.");
    let spread = "{\n\"text\": \"a\"\n}\n{\n\"text\": \"b\"\n}\n";
    assert_eq!(read(spread.as_bytes(), "x.json", &Options::default()).0.len(), 2);
}

#[test]
fn news_formats() {
    let g2 = "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:newsml:x:1' xml:lang='en'>\
        <itemMeta><itemClass qcode='ninat:text'/><provider literal='AFX'/>\
        <versionCreated>2026-01-13T09:00:00Z</versionCreated><pubStatus qcode='stat:usable'/></itemMeta>\
        <contentMeta><contentCreated>2026-01-13T08:00:00Z</contentCreated><headline>Kyiv signs</headline>\
        <by>By Jane Roe</by><dateline>KYIV</dateline></contentMeta><contentSet>\
        <inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><head>\
        <title>no</title></head><body><p>Kyiv signed.</p><p>Warsaw too.</p></body></html></inlineXML>\
        </contentSet></newsItem>";
    let d = one(g2.as_bytes(), "x.xml");
    assert_eq!(text(&d), "Kyiv signs\n\nKyiv signed.\n\nWarsaw too.");
    assert_eq!(
        (d.id.as_deref(), d.dateline.as_deref(), &d.authors[..]),
        (Some("urn:newsml:x:1"), Some("KYIV"), &["Jane Roe".to_owned()][..])
    );
    assert_eq!((day(&d).as_str(), d.publisher.as_deref()), ("2026-01-13", Some("AFX")));
    let killed = g2.replace("stat:usable", "stat:canceled");
    let (documents, errors) = read(killed.as_bytes(), "x.xml", &Options::default());
    assert_eq!((documents.len(), errors[0].kind), (0, ErrorKind::Withdrawn));
    let early = g2.replace("<pubStatus", "<embargoed>2026-01-14T06:00:00Z</embargoed><pubStatus");
    let (documents, errors) = read(early.as_bytes(), "x.xml", &Options::default());
    assert_eq!((documents.len(), errors[0].kind), (1, ErrorKind::Embargoed));

    let nitf = "<nitf><head><title>T</title><docdata><doc-id id-string='n1'/>\
        <date.issue norm='20260113T080000Z'/></docdata><pubdata name='The Post'/></head><body><body.head>\
        <hedline><hl1>Kyiv signs</hl1></hedline><byline>By Jane Roe</byline><dateline><location>KYIV\
        </location></dateline></body.head><body.content><media><media-caption>no</media-caption></media>\
        <block><p>Kyiv signed &lt;it&gt;.</p></block></body.content></body></nitf>";
    let d = one(nitf.as_bytes(), "x.xml");
    assert_eq!(
        (text(&d).as_str(), day(&d).as_str()),
        ("Kyiv signs\n\nKyiv signed <it>.", "2026-01-13")
    );
    assert_eq!((d.id.as_deref(), d.dateline.as_deref()), (Some("n1"), Some("KYIV")));

    let ninjs = r#"{"uri": "http://x.example/1", "type": "text", "versioncreated": "2026-01-13T08:00:00Z",
        "headline": "Kyiv signs", "byline": "By Jane Roe", "body_html": "<p>Kyiv signed.</p>"}"#;
    let d = one(ninjs.as_bytes(), "-");
    assert_eq!((text(&d).as_str(), day(&d).as_str()), ("Kyiv signs\n\nKyiv signed.", "2026-01-13"));
    let third = r#"{"uri": "x:1", "headlines": [{"role": "main", "value": "H"}], "bodies":
        [{"contenttype": "text/plain", "value": "Kyiv signed."}]}"#;
    assert_eq!(text(&one(third.as_bytes(), "x.json")), "H\n\nKyiv signed.");
}

#[test]
fn saved_pages_and_mail() {
    let mhtml = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/1\r\n\
        Subject: x\r\nDate: Tue, 13 Jan 2026 08:00:00 -0000\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"b0\"\r\n\r\n\r\n--b0\r\n\
        Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
        Content-Location: https://a.example/1\r\n\r\n<html><p>Caf=C3=A9 =\r\nhouse</p></html>\r\n--b0\r\n\
        Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b0--\r\n";
    let d = one(mhtml.as_bytes(), "x.mhtml");
    assert_eq!(text(&d).trim(), "<html><p>Café house</p></html>");
    assert_eq!(
        (d.kind, d.url.as_deref(), d.published),
        (DocumentKind::Html, Some("https://a.example/1"), None)
    );

    let mail = "From: a@x.example\nSubject: =?utf-8?Q?Kyiv_signs?=\nDate: Tue, 13 Jan 2026 08:00:00 +0000\n\
        MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n\
        S3lpdiBzaWduZWQu\n";
    let d = one(mail.as_bytes(), "-");
    assert_eq!(
        (text(&d).as_str(), d.headline.as_deref(), day(&d).as_str()),
        ("Kyiv signed.", Some("Kyiv signs"), "2026-01-13")
    );
}

/// A PDF of one page with these lines.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut content = String::from("BT /F1 12 Tf 72 720 Td 14 TL\n");
    for line in lines {
        content.push_str(&format!("({line}) Tj T*\n"));
    }
    content.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).bytes());
    }
    let table = file.len();
    file.extend("xref\n0 6\n0000000000 65535 f \n".to_string().bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    file.extend(format!("trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF").bytes());
    file
}

#[test]
fn portable_documents() {
    let file = pdf(&[
        "Chile and Bolivia reopened three cross-",
        "ings on Tuesday after talks in Lima.",
        "",
        "Peru had helped.",
    ]);
    let d = one(&file, "x.pdf");
    assert_eq!(
        text(&d),
        "Chile and Bolivia reopened three crossings on Tuesday after talks in Lima.\n\nPeru had helped."
    );
    let (documents, errors) = read(&pdf(&[]), "x.pdf", &Options::default());
    assert_eq!((documents.len(), errors[0].kind), (0, ErrorKind::Empty));
    let (documents, errors) = read(b"%PDF-1.7 and nothing else", "x.pdf", &Options::default());
    assert_eq!((documents.len(), errors[0].kind), (0, ErrorKind::Malformed));
}

#[test]
fn lists_are_told_and_left_to_fetch() {
    for (bytes, name) in [
        ("<urlset><url><loc>https://a.example/</loc></url></urlset>", "sitemap.xml"),
        ("<opml><body><outline xmlUrl='https://a.example/feed'/></body></opml>", "x.opml"),
        ("https://a.example/1\nhttps://a.example/2\n", "x.txt"),
    ] {
        let (documents, errors) = read(bytes.as_bytes(), name, &Options::default());
        assert_eq!((documents.len(), errors[0].kind), (0, ErrorKind::List), "{name}");
        assert!(errors[0].hint().contains("demarche fetch"));
    }
}

#[test]
fn a_format_can_be_asked_for() {
    let options = Options { format: Some(Format::Text), ..Options::default() };
    let (documents, _) = read(b"<rss><channel/></rss>", "-", &options);
    assert_eq!(documents[0].kind, DocumentKind::Text);
    let options = Options { format: Some(Format::Feed), ..Options::default() };
    assert_eq!(read(b"plain words", "-", &options).1[0].kind, ErrorKind::Malformed);
}
