//! The run of a fetch: threads that ask, and one that keeps, reads and hands on, in order.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use duplicates::address_key;
use jiff::Timestamp;
use model::RawDocument;

use super::{
    FetchOptions, Job,
    archive::Archive,
    client::{Client, Exchange},
    state::{Known, State},
    turns::Turns,
    visit::{Visit, Visitor},
};
use crate::{
    Documents, Error, ErrorKind, Format, Link, LinkKind, Options,
    http_message::{self, Message},
    links,
    mime::{header, parameter},
    options::N_RECORD_BYTES_MAX,
    stream::{Flow, Sink},
    warc,
};

/// Lists that may lead to one page: a subscription list, a feed, the page.
const DEPTH_MAX: usize = 4;

/// Starts the threads; documents come as they are asked for.
pub(super) fn start(
    first: Vec<(Link, usize)>,
    options: Options,
    fetch: FetchOptions,
) -> Result<Documents, Error> {
    let told =
        |path: &std::path::Path, e: std::io::Error| Error::io(&path.display().to_string(), &e);
    let state = State::open(fetch.state.as_deref())
        .map_err(|e| told(fetch.state.as_deref().unwrap_or("state".as_ref()), e))?;
    let archive = match &fetch.warc {
        Some(path) => {
            Some(Archive::open(path, &fetch.user_agent, now()).map_err(|e| told(path, e))?)
        }
        None => None,
    };
    let client = Client::new(&fetch)
        .map_err(|message| Error::new("proxy", 0, ErrorKind::Network, message))?;
    let turns = Arc::new(Turns::new(fetch.delay_s));
    let visitor = Arc::new(Visitor::new(client, fetch.clone()));
    let (sender, receiver) = channel();
    for _ in 0..fetch.n_jobs.clamp(1, 64) {
        let (turns, visitor, sender) = (Arc::clone(&turns), Arc::clone(&visitor), sender.clone());
        let (n_tries_max, backoff_s) = (fetch.n_tries_max, fetch.backoff_s);
        thread::spawn(move || ask(&turns, &visitor, &sender, n_tries_max, backoff_s));
    }
    Ok(Documents::of(move |sink| {
        let mut run = Run {
            options,
            fetch,
            state,
            archive,
            turns: Arc::clone(&turns),
            asked: HashSet::new(),
            n_jobs: 0,
            n_pages: 0,
        };
        let _ = run.all(first, &receiver, sink);
        turns.close();
    }))
}

fn now() -> Timestamp {
    let s = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    Timestamp::from_second(s as i64).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// One asking thread.
fn ask(
    turns: &Turns,
    visitor: &Visitor,
    sender: &Sender<(Job, Visit)>,
    n_tries_max: u32,
    backoff_s: f64,
) {
    while let Some(mut job) = turns.take() {
        let visit = visitor.visit(&job.address, &job.conditions, turns);
        job.n_tries += 1;
        if let Some(trouble) = visit.trouble.as_ref().filter(|t| t.passing)
            && job.n_tries < n_tries_max
        {
            let backoff = backoff_s * f64::from(1u32 << (job.n_tries - 1).min(10));
            let wait_s = trouble.wait_s.map_or(backoff, |w| backoff.max(w as f64));
            turns.again(job, wait_s);
            continue;
        }
        if sender.send((job, visit)).is_err() {
            return;
        }
    }
}

struct Run {
    options: Options,
    fetch: FetchOptions,
    state: State,
    archive: Option<Archive>,
    turns: Arc<Turns>,
    /// Keys of addresses that were asked for.
    asked: HashSet<String>,
    n_jobs: usize,
    n_pages: usize,
}

impl Run {
    fn all(
        &mut self,
        first: Vec<(Link, usize)>,
        receiver: &Receiver<(Job, Visit)>,
        sink: &mut Sink<'_>,
    ) -> Flow {
        for (link, depth) in first {
            self.add(&link, depth, sink)?;
        }
        let mut waiting = BTreeMap::new();
        let mut n_done = 0;
        while n_done < self.n_jobs {
            let Ok((job, visit)) = receiver.recv() else { return Flow::Break(()) };
            waiting.insert(job.index, (job, visit));
            while let Some((job, visit)) = waiting.remove(&n_done) {
                n_done += 1;
                self.turns.done();
                self.read(&job, visit, sink)?;
            }
        }
        Flow::Continue(())
    }

    /// Adds a link to the jobs, or tells why not.
    fn add(&mut self, link: &Link, depth: usize, sink: &mut Sink<'_>) -> Flow {
        let told = |kind, message: String| Error::new(&link.url, 0, kind, message);
        let Some(address) = crate::WebAddress::parse(&link.url) else {
            return sink.tell(told(ErrorKind::BadRecord, "it is no address".to_owned()));
        };
        let key = address_key(&link.url).unwrap_or_else(|| address.to_string());
        if !self.asked.insert(key) {
            let message = "asked for already in this run".to_owned();
            return sink.tell(told(ErrorKind::PassedOver, message));
        }
        if let (Some(since), Some(day)) = (self.fetch.since, link.day)
            && day < since
        {
            let message = format!("of {day}, older than {since}");
            return sink.tell(told(ErrorKind::PassedOver, message));
        }
        let is_page = link.kind == LinkKind::Page && depth > 0;
        if is_page && self.fetch.n_pages_max.is_some_and(|n| self.n_pages >= n) {
            return sink.tell(told(ErrorKind::PassedOver, "beyond the limit of pages".to_owned()));
        }
        let mut conditions = Vec::new();
        if let Some(known) = self.state.get(&address.to_string()) {
            let age_s = (now().as_second() as u64).saturating_sub(known.fetched_s);
            if !known.is_list && age_s < self.fetch.fresh_s {
                let message = "fetched before, and not long ago".to_owned();
                return sink.tell(told(ErrorKind::Unchanged, message));
            }
            let of =
                |name: &str, value: &Option<String>| value.clone().map(|v| (name.to_owned(), v));
            if self.fetch.fresh_s > 0 {
                conditions.extend(of("if-none-match", &known.etag));
                conditions.extend(of("if-modified-since", &known.last_modified));
            }
        }
        self.n_pages += usize::from(is_page);
        let index = self.n_jobs;
        self.n_jobs += 1;
        self.turns.add(Job { index, address, kind: link.kind, depth, n_tries: 0, conditions });
        Flow::Continue(())
    }

    /// Keeps a visit, and reads what it brought.
    fn read(&mut self, job: &Job, visit: Visit, sink: &mut Sink<'_>) -> Flow {
        let asked = job.address.to_string();
        let list = match (&visit.trouble, visit.exchanges.last()) {
            (None, Some(last)) if last.status == 200 => self.list(job, last),
            _ => None,
        };
        if let Err(e) = self.keep(&visit, list.is_some()) {
            return sink.tell(Error::io("archive", &e));
        }
        if let Some(trouble) = visit.trouble {
            return sink.tell(Error::new(&asked, 0, trouble.kind, trouble.message));
        }
        let Some(last) = visit.exchanges.into_iter().next_back() else { return Flow::Continue(()) };
        if last.status == 304 {
            let message = "not changed since it was fetched last";
            sink.tell(Error::new(&asked, 0, ErrorKind::Unchanged, message))?;
            return self.remember(&asked, &last, None, sink);
        }
        if last.cut {
            let message = format!("the server broke off after {} bytes", last.body.len());
            sink.tell(Error::new(&asked, 0, ErrorKind::Truncated, message))?;
        }
        if last.status == 200 {
            self.remember(&asked, &last, Some(list.is_some()), sink)?;
        }
        if let Some(links) = list {
            if links.is_empty() {
                let message = "the list is empty";
                return sink.tell(Error::new(&asked, 0, ErrorKind::Empty, message));
            }
            for link in links {
                self.add(&link, job.depth + 1, sink)?;
            }
            return Flow::Continue(());
        }
        let url = last.address.to_string();
        let base = RawDocument { origin: url.clone(), url: Some(url), ..RawDocument::default() };
        let message =
            Message { status: last.status, headers: last.headers.clone(), body: &last.body };
        warc::response(&message, base, &self.options, 0, sink)
    }

    /// The links of a feed or list, where it is to be followed.
    fn list(&self, job: &Job, last: &Exchange) -> Option<Vec<Link>> {
        let expected = job.depth == 0 || job.kind != LinkKind::Page;
        if !self.fetch.follow || !expected || job.depth >= DEPTH_MAX {
            return None;
        }
        let message =
            Message { status: last.status, headers: last.headers.clone(), body: &last.body };
        let bytes = links::unpacked(http_message::body(&message, N_RECORD_BYTES_MAX).ok()?);
        let media = header(&message.headers, "content-type").unwrap_or_default();
        let options = Options {
            charset: parameter(media, "charset"),
            base: Some(last.address.to_string()),
            ..self.options.clone()
        };
        let declared = Format::of_media(media).filter(|f| *f != Format::Html);
        let name = last.address.path.trim_end_matches(".gz");
        links::sniffed(&bytes, name, declared, &options).map(|(_, links)| links)
    }

    fn keep(&mut self, visit: &Visit, followed: bool) -> std::io::Result<()> {
        let Some(archive) = &mut self.archive else { return Ok(()) };
        let at = now();
        let n = visit.exchanges.len();
        for (i, exchange) in visit.exchanges.iter().enumerate() {
            archive.keep(exchange, followed && i + 1 == n, at)?;
        }
        Ok(())
    }

    fn remember(
        &mut self,
        asked: &str,
        last: &Exchange,
        is_list: Option<bool>,
        sink: &mut Sink<'_>,
    ) -> Flow {
        let before = self.state.get(asked).cloned().unwrap_or_default();
        let of = |name: &str| last.header(name).map(str::to_owned);
        let known = Known {
            etag: of("etag").or(before.etag.filter(|_| is_list.is_none())),
            last_modified: of("last-modified")
                .or(before.last_modified.filter(|_| is_list.is_none())),
            fetched_s: now().as_second() as u64,
            is_list: is_list.unwrap_or(before.is_list),
        };
        match self.state.keep(asked, known) {
            Ok(()) => Flow::Continue(()),
            Err(e) => sink.tell(Error::io("state", &e)),
        }
    }
}
