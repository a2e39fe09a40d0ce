//! One address in, its page out, over all redirects, as far as robots.txt and the guard allow.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use super::{
    FetchOptions, PRODUCT,
    client::{Client, Exchange, Trouble},
    robots::{self, Robots},
    turns::Turns,
};
use crate::{ErrorKind, http_message, web_address::WebAddress};

/// Redirects that robots.txt may take, by RFC 9309.
const N_ROBOTS_REDIRECTS_MAX: usize = 5;

/// Longest pause that a server may ask for with `Retry-After`, in seconds; beyond, it is given up.
const WAIT_MAX_S: u64 = 120;

/// Everything that was said on the way to a page.
#[derive(Debug, Default)]
pub(crate) struct Visit {
    /// Questions and answers in order, robots.txt among them.
    pub(crate) exchanges: Vec<Exchange>,
    /// Why there is no page.
    pub(crate) trouble: Option<Trouble>,
}

/// What visits share.
pub(crate) struct Visitor {
    client: Client,
    options: FetchOptions,
    robots: Mutex<HashMap<String, Arc<Robots>>>,
}

impl Visitor {
    pub(crate) fn new(client: Client, options: FetchOptions) -> Self {
        Self { client, options, robots: Mutex::new(HashMap::new()) }
    }

    /// Asks for a page; the caller holds the turn of its first host.
    pub(crate) fn visit(
        &self,
        address: &WebAddress,
        conditions: &[(String, String)],
        turns: &Turns,
    ) -> Visit {
        let mut visit = Visit::default();
        let mut address = address.clone();
        let mut held = address.authority();
        for n_redirects in 0.. {
            if let Err(trouble) = self.allowed(&address, &mut visit, turns) {
                visit.trouble = Some(trouble);
                break;
            }
            let further = if n_redirects == 0 { conditions } else { &[] };
            let exchange = match self.client.get(&address, further, self.options.n_bytes_max) {
                Ok(exchange) => exchange,
                Err(trouble) => {
                    visit.trouble = Some(trouble);
                    break;
                }
            };
            let next = exchange
                .is_redirect()
                .then(|| exchange.header("location").and_then(|l| address.join(l)));
            let busy = matches!(exchange.status, 429 | 500 | 502 | 503 | 504);
            let (status, wait_s) = (exchange.status, exchange.header("retry-after").and_then(wait));
            let seen = visit.exchanges.iter().any(|e| e.is_redirect() && e.address == address);
            visit.exchanges.push(exchange);
            match next {
                None if busy => visit.trouble = Some(told_to_wait(status, wait_s)),
                None => {}
                Some(None) => {
                    let message = "it redirects to what is no address of a page";
                    visit.trouble = Some(Trouble::new(ErrorKind::Status, message));
                }
                Some(Some(_)) if seen => {
                    let message = "it redirects in a circle";
                    visit.trouble = Some(Trouble::new(ErrorKind::Status, message));
                }
                Some(Some(_)) if n_redirects >= self.options.n_redirects_max => {
                    let message = format!("more than {} redirects", self.options.n_redirects_max);
                    visit.trouble = Some(Trouble::new(ErrorKind::Status, message));
                }
                Some(Some(next)) => {
                    if next.authority() == held {
                        turns.pause(&held);
                    } else {
                        turns.pass(&held, &next.authority());
                        held = next.authority();
                    }
                    address = next;
                    continue;
                }
            }
            break;
        }
        turns.leave(&held, visit.trouble.as_ref().and_then(|t| t.wait_s));
        visit
    }

    /// Whether the guard and robots.txt let us.
    fn allowed(
        &self,
        address: &WebAddress,
        visit: &mut Visit,
        turns: &Turns,
    ) -> Result<(), Trouble> {
        if !self.options.allowed.allows(address) {
            let message = format!("{} is not on the public net", address.authority());
            return Err(Trouble::new(ErrorKind::Private, message));
        }
        if !self.options.robots {
            return Ok(());
        }
        let robots = self.robots_of(address, visit)?;
        turns.slow_down(&address.authority(), robots.delay_s);
        if robots.allows(&address.target()) {
            Ok(())
        } else {
            let message = "robots.txt asks not to read it";
            Err(Trouble::new(ErrorKind::Robots, message))
        }
    }

    fn robots_of(&self, address: &WebAddress, visit: &mut Visit) -> Result<Arc<Robots>, Trouble> {
        let origin = address.origin();
        if let Ok(known) = self.robots.lock()
            && let Some(robots) = known.get(&origin)
        {
            return Ok(Arc::clone(robots));
        }
        let robots = Arc::new(self.ask_robots(&origin, visit)?);
        if let Ok(mut known) = self.robots.lock() {
            known.insert(origin, Arc::clone(&robots));
        }
        Ok(robots)
    }

    fn ask_robots(&self, origin: &str, visit: &mut Visit) -> Result<Robots, Trouble> {
        let Some(mut at) = WebAddress::parse(&format!("{origin}/robots.txt")) else {
            return Ok(Robots::open());
        };
        for _ in 0..=N_ROBOTS_REDIRECTS_MAX {
            let exchange = match self.client.get(&at, &[], robots::N_BYTES_MAX as u64) {
                Ok(exchange) => exchange,
                Err(t) if t.kind == ErrorKind::Private => return Err(t),
                Err(t) if t.kind == ErrorKind::TooLarge => return Ok(Robots::closed()),
                // A server that cannot be reached for robots.txt cannot be asked for pages either.
                Err(t) => return Err(t),
            };
            let status = exchange.status;
            let next = exchange.header("location").and_then(|l| at.join(l));
            let message = http_message::Message {
                status,
                headers: exchange.headers.clone(),
                body: &exchange.body,
            };
            let text = http_message::body(&message, robots::N_BYTES_MAX).unwrap_or_default();
            let is_redirect = exchange.is_redirect();
            visit.exchanges.push(exchange);
            if is_redirect {
                match next.filter(|n| self.options.allowed.allows(n)) {
                    Some(next) => at = next,
                    None => return Ok(Robots::open()),
                }
                continue;
            }
            return Ok(match status {
                200..=299 => Robots::parse(&String::from_utf8_lossy(&text), PRODUCT),
                // Not there: everything is allowed. Out of order: nothing is.
                429 | 500..=599 => Robots::closed(),
                _ => Robots::open(),
            });
        }
        Ok(Robots::open())
    }
}

fn told_to_wait(status: u16, wait_s: Option<u64>) -> Trouble {
    let mut trouble = Trouble::new(ErrorKind::Status, format!("HTTP status {status}"));
    match wait_s {
        Some(s) if s > WAIT_MAX_S => {
            trouble.message.push_str(&format!("; it asks to wait {s} s"));
        }
        wait_s => {
            trouble.passing = true;
            trouble.wait_s = wait_s;
        }
    }
    trouble
}

/// Seconds of `Retry-After`: a number, or a time.
fn wait(value: &str) -> Option<u64> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(seconds);
    }
    let at = crate::dates::written_time(value)?.utc().to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(at.timestamp().as_second().saturating_sub(now.as_secs() as i64).max(0) as u64)
}
