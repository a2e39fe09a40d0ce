//! Fetching from a server that misbehaves.

use std::{fs, path::PathBuf, sync::atomic::Ordering, time::Instant};

use intake::{Allowed, Error, ErrorKind, FetchOptions, Options, fetch};
use model::RawDocument;

use crate::server::{self, STORY, Server};

/// Only this server may be read, at once and without waiting long.
fn options(server: &Server) -> FetchOptions {
    FetchOptions {
        allowed: Allowed::Hosts(vec![server.address.to_string()]),
        n_bytes_max: 4 << 20,
        timeout_s: 30.0,
        n_tries_max: 2,
        delay_s: 0.0,
        backoff_s: 0.05,
        ..FetchOptions::default()
    }
}

fn run(targets: &[String], options: &FetchOptions) -> (Vec<RawDocument>, Vec<Error>) {
    let mut documents = Vec::new();
    let mut errors = Vec::new();
    for item in fetch(targets, &Options::default(), options).unwrap() {
        match item {
            Ok(document) => documents.push(document),
            Err(error) => errors.push(error),
        }
    }
    (documents, errors)
}

/// The one error of an address.
fn error(server: &Server, path: &str) -> Error {
    let (documents, mut errors) = run(&[server.url(path)], &options(server));
    assert!(documents.is_empty(), "{path}: {documents:?}");
    assert_eq!(errors.len(), 1, "{path}: {errors:?}");
    errors.remove(0)
}

fn folder(name: &str) -> PathBuf {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}

#[test]
fn pages_come_whole_in_order_and_we_say_who_we_are() {
    let server = Server::start("");
    let paths = ["/story", "/gzip", "/chunked", "/moved", "/long"];
    let urls: Vec<String> = paths.iter().map(|p| server.url(p)).collect();
    let (documents, errors) = run(&urls, &FetchOptions { n_jobs: 4, ..options(&server) });
    // `/moved` leads to `/story`; both are read, and are told to be one later.
    assert_eq!((documents.len(), errors), (5, Vec::new()));
    for document in &documents {
        let text = String::from_utf8(document.bytes.clone()).unwrap();
        assert!(text.contains(STORY), "{text}");
        assert!(!text.contains("THIS IS NOT OF THE PAGE"), "{}", document.origin);
    }
    assert_eq!(documents[3].url, Some(server.url("/story")));
    let asked = server.asked("/story");
    assert!(asked[0].header("user-agent").unwrap().starts_with("demarche/"));
    // One question at a time to a host, and robots.txt only once.
    assert_eq!(server.n_open_max.load(Ordering::SeqCst), 1);
    assert_eq!(server.asked("/robots.txt").len(), 1);
}

#[test]
fn slow_silent_and_endless_answers_end() {
    let server = Server::start("");
    let start = Instant::now();
    let hasty = FetchOptions { timeout_s: 2.0, ..options(&server) };
    for path in ["/slow", "/silent"] {
        let (documents, errors) = run(&[server.url(path)], &hasty);
        assert!(documents.is_empty());
        assert_eq!(errors[0].kind, ErrorKind::Network, "{errors:?}");
        assert!(errors[0].message.contains("within 2 s"), "{errors:?}");
    }
    // Two tries of two seconds each for two pages, and much air: both would go on for a minute.
    assert!(start.elapsed().as_secs() < 50);
    server::bomb();
    assert_eq!(error(&server, "/endless").kind, ErrorKind::TooLarge);
    let told = error(&server, "/endless-headers");
    assert_eq!(told.kind, ErrorKind::TooLarge, "{told}");
    assert_eq!(error(&server, "/bomb").kind, ErrorKind::TooLarge);
}

#[test]
fn redirects_are_bounded() {
    let server = Server::start("");
    assert!(error(&server, "/loop-a").message.contains("circle"));
    assert!(error(&server, "/chain0").message.contains("more than 8 redirects"));
    let told = error(&server, "/to-file");
    assert!(told.message.contains("no address of a page"), "{told}");
}

#[test]
fn private_addresses_are_refused_also_behind_redirects() {
    let server = Server::start("");
    for path in ["/to-loopback", "/to-metadata", "/to-mapped"] {
        let told = error(&server, path);
        assert_eq!(told.kind, ErrorKind::Private, "{path}: {told}");
        assert!(told.hint().contains("--allow-private"));
    }
    let closed = FetchOptions { allowed: Allowed::Public, ..options(&server) };
    for url in
        [server.url("/story"), "http://localhost/".to_owned(), "http://2130706433/".to_owned()]
    {
        let (documents, errors) = run(std::slice::from_ref(&url), &closed);
        assert!(documents.is_empty());
        assert_eq!(errors[0].kind, ErrorKind::Private, "{url}");
    }
    assert!(server.asked("/story").is_empty(), "nothing was asked of a private server");
}

#[test]
fn busy_servers_are_asked_again_when_they_say() {
    let server = Server::start("");
    let (documents, errors) = run(&[server.url("/busy-once")], &options(&server));
    assert_eq!((documents.len(), errors.len()), (1, 0));
    let asked = server.asked("/busy-once");
    assert!((asked[1].at - asked[0].at).as_millis() >= 900, "Retry-After: 1 was kept to");
    assert!(error(&server, "/busy-always").message.contains("429"));
    assert_eq!(server.asked("/busy-always").len(), 2);
    let told = error(&server, "/busy-for-long");
    assert!(told.message.contains("asks to wait 86400 s"), "{told}");
    assert_eq!(server.asked("/busy-for-long").len(), 1);
}

#[test]
fn wrong_lengths_charsets_and_protocols() {
    let server = Server::start("");
    let (documents, errors) = run(&[server.url("/short")], &options(&server));
    assert_eq!(documents.len(), 1);
    assert_eq!(errors[0].kind, ErrorKind::Truncated, "{errors:?}");
    assert!(errors[0].kind.is_kept());
    let (documents, _) = run(&[server.url("/wrong-charset")], &options(&server));
    assert_eq!(documents[0].charset.as_deref(), Some("utf-8"));
    assert!(documents[0].bytes.contains(&0xfa), "the bytes are as they came");
    for path in ["/no-http", "/broken-off"] {
        assert_eq!(error(&server, path).kind, ErrorKind::Network, "{path}");
    }
    assert_eq!(error(&server, "/gone").message, "HTTP status 410");
    assert_eq!(error(&server, "/picture").kind, ErrorKind::NoDocument);
}

#[test]
fn robots_are_kept_to() {
    let server =
        Server::start("User-agent: *\nDisallow: /\n\nUser-agent: demarche\nDisallow: /private\n");
    let (documents, errors) =
        run(&[server.url("/private/x"), server.url("/story")], &options(&server));
    assert_eq!(documents.len(), 1);
    assert_eq!(errors[0].kind, ErrorKind::Robots);
    assert!(server.asked("/private/x").is_empty());
    let open = FetchOptions { robots: false, ..options(&server) };
    assert_eq!(run(&[server.url("/private/x")], &open).0.len(), 1);
    let busy = Server::start("503");
    assert_eq!(error(&busy, "/story").kind, ErrorKind::Robots, "who cannot tell has not allowed");
}

#[test]
fn pauses_are_kept_between_questions() {
    let server = Server::start("User-agent: *\nCrawl-delay: 0.4\n");
    let urls: Vec<String> = (0..3).map(|i| server.url(&format!("/page{i}"))).collect();
    let (documents, _) = run(&urls, &options(&server));
    assert_eq!(documents.len(), 3);
    let at: Vec<Instant> = (0..3).map(|i| server.asked(&format!("/page{i}"))[0].at).collect();
    assert!(at.windows(2).all(|w| (w[1] - w[0]).as_millis() >= 390), "{at:?}");
}

#[test]
fn feeds_and_sitemaps_lead_to_their_pages() {
    let server = Server::start("User-agent: demarche\nDisallow: /private\n");
    let since = Some("2020-01-01".parse().unwrap());
    let (documents, errors) =
        run(&[server.url("/feed")], &FetchOptions { since, ..options(&server) });
    assert_eq!(documents.len(), 1, "{documents:?}");
    let mut kinds: Vec<ErrorKind> = errors.iter().map(|e| e.kind).collect();
    kinds.sort_unstable();
    // The same page by another address, and one that is too old.
    assert_eq!(kinds, [ErrorKind::Robots, ErrorKind::PassedOver, ErrorKind::PassedOver]);
    let (documents, errors) = run(&[server.url("/sitemap_index.xml")], &options(&server));
    assert_eq!((documents.len(), errors.len()), (2, 0), "{errors:?}");
    let entries = FetchOptions { follow: false, ..options(&server) };
    let (documents, _) = run(&[server.url("/feed")], &entries);
    assert_eq!(documents.len(), 4);
    let limited = FetchOptions { n_pages_max: Some(1), ..options(&server) };
    let (documents, errors) = run(&[server.url("/sitemap_index.xml")], &limited);
    assert_eq!((documents.len(), errors[0].kind), (1, ErrorKind::PassedOver));
}

#[test]
fn what_was_seen_is_kept_and_read_again() {
    let server = Server::start("User-agent: *\nDisallow: /private\n");
    let dir = folder("warc");
    let urls =
        [server.url("/feed"), server.url("/gzip"), server.url("/chunked"), server.url("/gone")];
    for name in ["seen.warc.gz", "seen.warc"] {
        let path = dir.join(name);
        let kept = FetchOptions { warc: Some(path.clone()), ..options(&server) };
        let (documents, _) = run(&urls, &kept);
        let again = intake::read(&[path.display().to_string()], &Options::default());
        let (again, _): (Vec<_>, Vec<_>) = again.partition(Result::is_ok);
        let again: Vec<RawDocument> = again.into_iter().flatten().collect();
        assert_eq!(again.len(), documents.len(), "{again:?}");
        // The pages of the feed come after what was named; so they stand in the archive too.
        for (a, b) in again.iter().zip(&documents) {
            assert_eq!((&a.bytes, &a.url, &a.charset), (&b.bytes, &b.url, &b.charset));
        }
    }
}

#[test]
fn a_run_is_taken_up_again() {
    let server = Server::start("");
    let state = folder("state").join("state.jsonl");
    let urls = [server.url("/kept"), server.url("/story")];
    let once = FetchOptions { state: Some(state.clone()), ..options(&server) };
    assert_eq!(run(&urls, &once).0.len(), 2);
    // A run that was stopped in the middle of a line.
    let mut text = fs::read_to_string(&state).unwrap();
    text.push_str("{\"url\": \"http://exam");
    fs::write(&state, text).unwrap();
    let (documents, errors) = run(&urls, &once);
    assert!(documents.is_empty());
    assert!(errors.iter().all(|e| e.kind == ErrorKind::Unchanged), "{errors:?}");
    assert_eq!(server.asked("/story").len(), 1, "not asked for again");
    // Later: asked whether it has changed.
    let text = fs::read_to_string(&state).unwrap();
    let old = text
        .lines()
        .filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok())
        .map(|mut v| {
            v["fetched"] = 1000.into();
            format!("{v}\n")
        })
        .collect::<Vec<_>>()
        .concat();
    fs::write(&state, old).unwrap();
    let (documents, errors) = run(&urls, &once);
    assert_eq!(documents.len(), 1, "the page without a mark is sent again");
    assert_eq!(errors[0].kind, ErrorKind::Unchanged);
    assert_eq!(server.asked("/kept").last().unwrap().header("if-none-match"), Some("\"v1\""));
}

#[test]
fn what_is_no_address_is_told() {
    let told = |t: &str| {
        fetch(&[t.to_owned()], &Options::default(), &FetchOptions::default()).err().unwrap()
    };
    assert!(told("exampel.com/x").message.contains("http://"));
    let path = folder("lists").join("list.txt");
    fs::write(&path, "nothing here").unwrap();
    assert_eq!(told(&path.display().to_string()).kind, ErrorKind::Malformed);
}

#[test]
fn a_proxy_is_asked_in_place_of_the_site() {
    let server = Server::start("");
    let through = FetchOptions {
        proxy: Some(format!("http://{}", server.address)),
        robots: false,
        allowed: Allowed::Public,
        ..options(&server)
    };
    let (_, errors) = run(&["http://news.example.com/story".to_owned()], &through);
    // The server is no proxy; what counts is that it was asked, though it is on this machine.
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_ne!(errors[0].kind, ErrorKind::Private);
    let (_, errors) = run(&["http://169.254.169.254/".to_owned()], &through);
    assert_eq!(errors[0].kind, ErrorKind::Private, "{errors:?}");
}
