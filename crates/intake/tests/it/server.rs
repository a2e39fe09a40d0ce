//! A web server on this machine that misbehaves in every way that servers do.

use std::{
    io::{BufRead as _, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

pub(crate) const STORY: &str = "Chile and Bolivia reopened three border crossings on Tuesday after \
    two days of talks in Lima, their foreign ministers said. The crossings had been closed since \
    the spring, when smugglers shot at a patrol. A joint commission will meet in March. Truck \
    drivers, who had waited on the mountain road for weeks, thanked the mediators from Peru.";

/// One question, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) at: Instant,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    n_open: Arc<AtomicUsize>,
    pub(crate) n_open_max: Arc<AtomicUsize>,
}

impl Server {
    /// Starts a server whose robots.txt says this.
    pub(crate) fn start(robots: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (n_open, n_open_max) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let server = Self {
            address,
            asked: Arc::clone(&asked),
            n_open: Arc::clone(&n_open),
            n_open_max: Arc::clone(&n_open_max),
        };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (asked, n_open, n_max) =
                    (Arc::clone(&asked), Arc::clone(&n_open), Arc::clone(&n_open_max));
                thread::spawn(move || {
                    let _ = serve(stream, address, robots, &asked, &n_open, &n_max);
                });
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn asked(&self, path: &str) -> Vec<Asked> {
        assert!(self.n_open.load(Ordering::SeqCst) < 100);
        self.asked.lock().unwrap().iter().filter(|a| a.path == path).cloned().collect()
    }
}

fn serve(
    stream: TcpStream,
    address: SocketAddr,
    robots: &str,
    asked: &Mutex<Vec<Asked>>,
    n_open: &AtomicUsize,
    n_open_max: &AtomicUsize,
) -> std::io::Result<()> {
    let mut input = BufReader::new(stream.try_clone()?);
    let mut out = stream;
    let mut line = String::new();
    input.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or("/").to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let question = Asked { path: path.clone(), headers, at: Instant::now() };
    let n_before = {
        let mut asked = asked.lock().unwrap();
        asked.push(question.clone());
        asked.iter().filter(|a| a.path == path).count()
    };
    // Counted only until the first byte goes out: who has an answer may ask again before we know it.
    let n = n_open.fetch_add(1, Ordering::SeqCst) + 1;
    n_open_max.fetch_max(n, Ordering::SeqCst);
    thread::sleep(Duration::from_millis(20));
    n_open.fetch_sub(1, Ordering::SeqCst);
    answer(&mut out, &path, &question, n_before, robots, address)
}

/// A hundred megabytes of one letter, packed; made before anybody waits for it.
pub(crate) fn bomb() -> &'static [u8] {
    static BOMB: OnceLock<Vec<u8>> = OnceLock::new();
    BOMB.get_or_init(|| {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        for _ in 0..100 {
            gz.write_all(&vec![b'x'; 1 << 20]).unwrap();
        }
        gz.finish().unwrap()
    })
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang='en'><head><title>{title}</title></head><body><article>\
         <h1>{title}</h1><p>{body}</p></article></body></html>"
    )
}

fn send(out: &mut impl Write, status: &str, headers: &str, body: &[u8]) -> std::io::Result<()> {
    let n = body.len();
    write!(out, "HTTP/1.1 {status}\r\n{headers}Content-Length: {n}\r\nConnection: close\r\n\r\n")?;
    out.write_all(body)
}

fn answer(
    out: &mut TcpStream,
    path: &str,
    asked: &Asked,
    n_asked: usize,
    robots: &str,
    address: SocketAddr,
) -> std::io::Result<()> {
    const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n";
    let story = page("Three crossings reopen", STORY);
    let story = story.as_bytes();
    match path {
        "/robots.txt" if robots == "503" => send(out, "503 Busy", "", b""),
        "/robots.txt" if robots.is_empty() => send(out, "404 Not Found", "", b""),
        "/robots.txt" => send(out, "200 OK", "Content-Type: text/plain\r\n", robots.as_bytes()),
        "/slow" => {
            write!(out, "HTTP/1.1 200 OK\r\n{HTML}\r\n")?;
            for _ in 0..600 {
                out.write_all(b"<p>x")?;
                out.flush()?;
                thread::sleep(Duration::from_millis(100));
            }
            Ok(())
        }
        "/silent" => {
            thread::sleep(Duration::from_mins(1));
            Ok(())
        }
        "/endless" => {
            write!(out, "HTTP/1.1 200 OK\r\n{HTML}\r\n")?;
            let block = vec![b'x'; 65536];
            for _ in 0..100_000 {
                out.write_all(&block)?;
            }
            Ok(())
        }
        "/endless-headers" => {
            write!(out, "HTTP/1.1 200 OK\r\n")?;
            for i in 0..1_000_000 {
                write!(out, "X-{i}: {}\r\n", "y".repeat(100))?;
            }
            Ok(())
        }
        "/loop-a" => send(out, "302 Found", "Location: /loop-b\r\n", b""),
        "/loop-b" => send(out, "302 Found", "Location: /loop-a\r\n", b""),
        p if p.starts_with("/chain") => {
            let n: u32 = p.trim_start_matches("/chain").parse().unwrap_or(0);
            send(out, "301 Moved", &format!("Location: /chain{}\r\n", n + 1), b"")
        }
        "/moved" => send(out, "301 Moved", "Location: story\r\n", b""),
        "/to-loopback" => {
            let elsewhere = address.port() ^ 1;
            send(out, "302 Found", &format!("Location: http://127.0.0.1:{elsewhere}/x\r\n"), b"")
        }
        "/to-metadata" => {
            send(out, "302 Found", "Location: http://169.254.169.254/latest/meta-data\r\n", b"")
        }
        "/to-mapped" => send(out, "302 Found", "Location: http://[::ffff:10.0.0.1]/\r\n", b""),
        "/to-file" => send(out, "302 Found", "Location: file:///etc/passwd\r\n", b""),
        "/short" => {
            // More is promised than comes.
            write!(out, "HTTP/1.1 200 OK\r\n{HTML}Content-Length: 100000\r\n\r\n")?;
            out.write_all(story)
        }
        "/long" => {
            // More comes than is promised.
            write!(out, "HTTP/1.1 200 OK\r\n{HTML}Content-Length: {}\r\n\r\n", story.len())?;
            out.write_all(story)?;
            out.write_all(b"<p>THIS IS NOT OF THE PAGE</p>")
        }
        "/wrong-charset" => {
            let text = page(
                "Señor Núñez meets the group",
                &STORY.replace("ministers", "ministers Núñez and Peña"),
            );
            let bytes: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
            send(out, "200 OK", HTML, &bytes)
        }
        "/busy-once" if n_asked == 1 => send(out, "503 Busy", "Retry-After: 1\r\n", b""),
        "/busy-once" => send(out, "200 OK", HTML, story),
        "/busy-always" => send(out, "429 Too Many", "", b""),
        "/busy-for-long" => send(out, "503 Busy", "Retry-After: 86400\r\n", b""),
        "/bomb" => send(out, "200 OK", &format!("{HTML}Content-Encoding: gzip\r\n"), bomb()),
        "/gzip" => {
            let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            gz.write_all(story)?;
            send(out, "200 OK", &format!("{HTML}Content-Encoding: gzip\r\n"), &gz.finish()?)
        }
        "/chunked" => {
            write!(out, "HTTP/1.1 200 OK\r\n{HTML}Transfer-Encoding: chunked\r\n\r\n")?;
            for chunk in story.chunks(100) {
                write!(out, "{:x}\r\n", chunk.len())?;
                out.write_all(chunk)?;
                write!(out, "\r\n")?;
            }
            write!(out, "0\r\n\r\n")
        }
        "/no-http" => out.write_all(b"SSH-2.0-OpenSSH_9.2\r\n"),
        "/broken-off" => Ok(()),
        "/gone" => send(out, "410 Gone", HTML, b"<h1>Gone</h1>"),
        "/picture" => send(out, "200 OK", "Content-Type: image/png\r\n", b"\x89PNG\r\n"),
        "/kept" => {
            let tag = "ETag: \"v1\"\r\nLast-Modified: Tue, 13 Jan 2026 08:00:00 GMT\r\n";
            if asked.header("if-none-match") == Some("\"v1\"") {
                send(out, "304 Not Modified", tag, b"")
            } else {
                send(out, "200 OK", &format!("{HTML}{tag}"), story)
            }
        }
        "/feed" => {
            let feed = "<rss version='2.0'><channel><title>News</title>\
                <item><title>One</title><link>/story?utm_source=rss</link>\
                <pubDate>Tue, 13 Jan 2026 08:00:00 GMT</pubDate></item>\
                <item><title>Two</title><link>/private/two</link></item>\
                <item><title>Three</title><link>/story</link></item>\
                <item><title>Old</title><link>/old</link>\
                <pubDate>Tue, 13 Jan 2015 08:00:00 GMT</pubDate></item></channel></rss>";
            send(out, "200 OK", "Content-Type: application/rss+xml\r\n", feed.as_bytes())
        }
        "/sitemap_index.xml" => {
            let index =
                "<sitemapindex><sitemap><loc>/sitemap.xml.gz</loc></sitemap></sitemapindex>";
            send(out, "200 OK", "Content-Type: text/xml\r\n", index.as_bytes())
        }
        "/sitemap.xml.gz" => {
            let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            gz.write_all(
                b"<urlset><url><loc>/story</loc></url><url><loc>/gzip</loc></url></urlset>",
            )?;
            send(out, "200 OK", "Content-Type: application/x-gzip\r\n", &gz.finish()?)
        }
        _ => send(out, "200 OK", HTML, story),
    }
}
