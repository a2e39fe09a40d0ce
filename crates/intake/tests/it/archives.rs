//! Archives in archives, web archives, Parquet; whole, broken, and grown without end.

use std::io::{Cursor, Write};

use intake::{ErrorKind, Options};

use crate::formats::read;

const LINES: &str =
    "{\"id\": \"a\", \"text\": \"Kyiv signed.\"}\n{\"id\": \"b\", \"text\": \"Warsaw too.\"}\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 3).unwrap()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        out.append_data(&mut header, name, *bytes).unwrap();
    }
    out.into_inner().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn origins(bytes: &[u8], name: &str) -> Vec<String> {
    let (documents, errors) = read(bytes, name, &Options::default());
    assert!(errors.is_empty(), "{errors:?}");
    documents.into_iter().map(|d| d.origin).collect()
}

#[test]
fn archives_lie_in_archives() {
    let lines = LINES.as_bytes();
    assert_eq!(origins(&gzip(lines), "x.jsonl.gz"), ["x.jsonl.gz:1", "x.jsonl.gz:2"]);
    assert_eq!(origins(&zst(lines), "x.jsonl.zst").len(), 2);
    let inner = gzip(&tar(&[("a/one.txt", b"Kyiv signed."), ("two.jsonl.zst", &zst(lines))]));
    let outer = zip(&[("day/news.tgz", &inner), ("three.html", b"<p>Lima."), (".hidden", b"no")]);
    assert_eq!(
        origins(&outer, "all.zip"),
        [
            "all.zip#day/news.tgz#a/one.txt",
            "all.zip#day/news.tgz#two.jsonl.zst:1",
            "all.zip#day/news.tgz#two.jsonl.zst:2",
            "all.zip#three.html",
        ]
    );
    // By content alone, as from standard input.
    assert_eq!(origins(&outer, "-").len(), 4);
}

#[test]
fn xz_is_read() {
    let mut out = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::default()).unwrap();
    out.write_all(LINES.as_bytes()).unwrap();
    assert_eq!(origins(&out.finish().unwrap(), "x.jsonl.xz").len(), 2);
}

#[test]
fn what_is_no_document_is_counted() {
    let archive = zip(&[
        ("a.css", b"p {}"),
        ("a.png", b"\x89PNG"),
        ("b.txt", b"Kyiv."),
        ("c.bin", b"\0\0\0\0"),
    ]);
    let (documents, errors) = read(&archive, "x.zip", &Options::default());
    assert_eq!(documents.len(), 1);
    let kinds: Vec<ErrorKind> = errors.iter().map(|e| e.kind).collect();
    assert_eq!(kinds, [ErrorKind::NoDocument, ErrorKind::NoDocument, ErrorKind::Binary]);
    let word = zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]);
    let (_, errors) = read(&word, "x.docx", &Options::default());
    assert!(errors[0].message.contains("Word"), "{errors:?}");
}

#[test]
fn broken_archives_give_what_they_have() {
    let whole = gzip(&LINES.repeat(5000).into_bytes());
    let (documents, errors) = read(&whole[..whole.len() / 2], "x.jsonl.gz", &Options::default());
    assert!(documents.len() > 1000, "{}", documents.len());
    assert_eq!(errors.last().unwrap().kind, ErrorKind::BadArchive);
    let mut tarred = tar(&[("a.txt", b"Kyiv."), ("b.txt", &[b'x'; 5000])]);
    tarred.truncate(2000);
    let (documents, errors) = read(&tarred, "x.tar", &Options::default());
    // What there is of the second file is read too; the fault is told behind it.
    assert_eq!((documents.len(), errors[0].kind), (2, ErrorKind::BadArchive));
    let (_, errors) = read(b"PK\x03\x04 and nothing", "x.zip", &Options::default());
    assert_eq!(errors[0].kind, ErrorKind::BadArchive);
}

#[test]
fn a_bomb_is_stopped() {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let line = format!("{{\"text\": \"{}\"}}\n", "x".repeat(100_000));
    for _ in 0..1000 {
        out.write_all(line.as_bytes()).unwrap();
    }
    let (_, errors) = read(&out.finish().unwrap(), "x.jsonl.gz", &Options::default());
    assert!(errors.last().unwrap().message.contains("times its size"), "{errors:?}");
    let mut nested = b"Kyiv signed.".to_vec();
    for _ in 0..20 {
        nested = gzip(&nested);
    }
    let (_, errors) = read(&nested, "x.gz", &Options::default());
    assert_eq!(errors[0].kind, ErrorKind::BadArchive);
}

fn warc(kind: &str, url: &str, media: &str, block: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:uuid:{}>\r\n\
         Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        block.len(),
        block.len()
    )
    .into_bytes();
    out.extend_from_slice(block);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

const HTTP: &str = "application/http; msgtype=response";

fn crawl() -> Vec<Vec<u8>> {
    let page =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1252\r\n\r\n<p>Se\xf1or.";
    let feed =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss><channel><item><title>T</title>\
        <link>/x</link></item></channel></rss>";
    vec![
        warc("warcinfo", "", "application/warc-fields", b"software: x"),
        warc("request", "http://a.example/", "application/http", b"GET / HTTP/1.1\r\n\r\n"),
        warc("response", "http://a.example/", HTTP, page),
        warc("response", "http://a.example/robots.txt", HTTP, page),
        warc("response", "http://a.example/none", HTTP, b"HTTP/1.1 404 Not Found\r\n\r\nno"),
        warc(
            "response",
            "http://a.example/p.png",
            HTTP,
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89",
        ),
        warc("response", "http://a.example/feed", HTTP, feed),
        warc("conversion", "http://a.example/text", "text/plain", "Señor.".as_bytes()),
        warc("resource", "file:///x.html", "text/html", b"<p>Lima."),
    ]
}

#[test]
fn web_archives() {
    let plain = crawl().concat();
    let members: Vec<u8> = crawl().iter().flat_map(|r| gzip(r)).collect();
    let frames: Vec<u8> = crawl().iter().flat_map(|r| zst(r)).collect();
    for (bytes, name) in [(plain, "x.warc"), (members, "x.warc.gz"), (frames, "x.warc.zst")] {
        let (documents, errors) = read(&bytes, name, &Options::default());
        let urls: Vec<&str> = documents.iter().map(|d| d.url.as_deref().unwrap()).collect();
        assert_eq!(
            urls,
            ["http://a.example/", "http://a.example/x", "http://a.example/text", "file:///x.html"]
        );
        assert_eq!(documents[0].charset.as_deref(), Some("windows-1252"));
        assert_eq!(documents[0].origin, format!("{name}#3"));
        let kinds: Vec<ErrorKind> = errors.iter().map(|e| e.kind).collect();
        assert_eq!(kinds, [ErrorKind::Status, ErrorKind::NoDocument], "{name}");
    }
}

#[test]
fn web_archives_with_a_dictionary() {
    let records = crawl();
    let dictionary: Vec<u8> = records.concat();
    let mut bytes = b"\x5d\x2a\x4d\x18".to_vec();
    bytes.extend((dictionary.len() as u32).to_le_bytes());
    bytes.extend(&dictionary);
    for record in &records {
        let mut out = zstd::stream::Encoder::with_dictionary(Vec::new(), 3, &dictionary).unwrap();
        out.write_all(record).unwrap();
        bytes.extend(out.finish().unwrap());
    }
    assert_eq!(read(&bytes, "x.warc.zst", &Options::default()).0.len(), 4);
}

#[test]
fn broken_records_cost_themselves() {
    let mut bytes = crawl()[2].clone();
    bytes.extend(b"garbage between\nrecords\n");
    bytes.extend(&crawl()[8]);
    let (documents, errors) = read(&bytes, "x.warc", &Options::default());
    assert_eq!((documents.len(), errors.len()), (2, 1));
    let cut = &crawl()[2][..crawl()[2].len() - 8];
    let (documents, errors) = read(cut, "x.warc", &Options::default());
    assert_eq!((documents.len(), errors[0].kind), (1, ErrorKind::Truncated));
    let huge = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>x";
    assert_eq!(read(huge, "x.warc", &Options::default()).1[0].kind, ErrorKind::TooLarge);
}

#[test]
fn parquet_tables() {
    use parquet::{
        data_type::{ByteArray, ByteArrayType, Int64Type},
        file::{properties::WriterProperties, writer::SerializedFileWriter},
        schema::parser::parse_message_type,
    };
    let schema = "message m { REQUIRED BYTE_ARRAY body (UTF8); OPTIONAL INT64 published (TIMESTAMP_MILLIS); \
        REQUIRED BYTE_ARRAY url (UTF8); REQUIRED INT64 n; }";
    let schema = std::sync::Arc::new(parse_message_type(schema).unwrap());
    let properties = std::sync::Arc::new(WriterProperties::default());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let texts = |t: &[&str]| t.iter().map(|t| ByteArray::from(*t)).collect::<Vec<_>>();
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<ByteArrayType>()
        .write_batch(&texts(&["Kyiv signed.", "Lima."]), None, None)
        .unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[1_768_291_200_000], Some(&[1, 0]), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<ByteArrayType>()
        .write_batch(&texts(&["http://a.example/1", "http://a.example/2"]), None, None)
        .unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[1, 2], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    let bytes = writer.into_inner().unwrap();
    let (documents, errors) = read(&bytes, "x.parquet", &Options::default());
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0].published.unwrap().to_string(), "2026-01-13");
    assert_eq!(documents[1].url.as_deref(), Some("http://a.example/2"));
    let (documents, errors) = read(&bytes[..bytes.len() / 2], "x.parquet", &Options::default());
    assert_eq!((documents.len(), errors[0].kind), (0, ErrorKind::Malformed));
}
