//! One request to a server in, what it answered out.

use std::{io::Read as _, time::Duration};

use ureq::{
    Agent, Proxy, Timeout,
    unversioned::{resolver::DefaultResolver, transport::DefaultConnector},
};

use super::{
    FetchOptions,
    guard::{GuardedResolver, REFUSED},
};
use crate::{ErrorKind, web_address::WebAddress};

/// Bytes of headers that are read.
const N_HEADER_BYTES_MAX: usize = 128 << 10;

/// One question and its answer.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    pub(crate) address: WebAddress,
    /// Header lines that were sent, for the record.
    pub(crate) asked: Vec<(String, String)>,
    pub(crate) status: u16,
    /// Names lower-case, in order.
    pub(crate) headers: Vec<(String, String)>,
    /// As it was sent: compressed where it was, without chunks.
    pub(crate) body: Vec<u8>,
    /// The connection ended before the body did.
    pub(crate) cut: bool,
}

impl Exchange {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub(crate) fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308) && self.header("location").is_some()
    }
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    /// It may be better next time.
    pub(crate) passing: bool,
    /// Pause that the server asks for, in seconds.
    pub(crate) wait_s: Option<u64>,
}

impl Trouble {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), passing: false, wait_s: None }
    }

    fn passing(message: impl Into<String>) -> Self {
        Self { passing: true, ..Self::new(ErrorKind::Network, message) }
    }
}

/// Asks servers, one question at a time; safe to share among threads.
pub(crate) struct Client {
    http: Agent,
    user_agent: String,
    timeout_s: f64,
}

impl Client {
    /// A client by these options.
    ///
    /// # Errors
    /// A proxy that is no address.
    pub(crate) fn new(options: &FetchOptions) -> Result<Self, String> {
        let proxy = match &options.proxy {
            Some(proxy) => Some(
                Proxy::new(proxy)
                    .map_err(|e| format!("`{proxy}` is no address of a proxy: {e}"))?,
            ),
            None => Proxy::try_from_env(),
        };
        let own = proxy.as_ref().map(|p| format!("{}:{}", p.host(), p.port()));
        let whole = Duration::from_secs_f64(options.timeout_s.clamp(0.1, 3600.0));
        let config = Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .max_response_header_size(N_HEADER_BYTES_MAX)
            .proxy(proxy)
            .timeout_global(Some(whole))
            .timeout_connect(Some(whole.min(Duration::from_secs(15))))
            .user_agent(options.user_agent.as_str())
            .build();
        let resolver = GuardedResolver {
            inner: DefaultResolver::default(),
            allowed: options.allowed.clone(),
            proxy: own,
        };
        let http = Agent::with_parts(config, DefaultConnector::default(), resolver);
        Ok(Self { http, user_agent: options.user_agent.clone(), timeout_s: whole.as_secs_f64() })
    }

    /// Asks for an address, with further header lines.
    pub(crate) fn get(
        &self,
        address: &WebAddress,
        further: &[(String, String)],
        n_bytes_max: u64,
    ) -> Result<Exchange, Trouble> {
        let mut asked = vec![
            ("user-agent".to_owned(), self.user_agent.clone()),
            (
                "accept".to_owned(),
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8".to_owned(),
            ),
            ("accept-language".to_owned(), "en;q=1.0,*;q=0.1".to_owned()),
            ("accept-encoding".to_owned(), "gzip, br".to_owned()),
        ];
        asked.extend_from_slice(further);
        let mut request = self.http.get(address.to_string());
        for (name, value) in &asked {
            request = request.header(name, value);
        }
        let mut response = request.call().map_err(|e| self.trouble(&e))?;
        let headers = response
            .headers()
            .iter()
            .map(|(n, v)| {
                (n.as_str().to_owned(), String::from_utf8_lossy(v.as_bytes()).into_owned())
            })
            .collect();
        let status = response.status().as_u16();
        let mut body = Vec::new();
        let read = response.body_mut().as_reader().take(n_bytes_max + 1).read_to_end(&mut body);
        if body.len() as u64 > n_bytes_max {
            let message = format!("more than the {n_bytes_max} bytes that a page may have");
            return Err(Trouble::new(ErrorKind::TooLarge, message));
        }
        let mut cut = false;
        if let Err(e) = read {
            let is_timeout = matches!(
                e.get_ref().and_then(|e| e.downcast_ref::<ureq::Error>()),
                Some(ureq::Error::Timeout(_))
            ) || e.kind() == std::io::ErrorKind::TimedOut;
            if is_timeout {
                return Err(self.too_slow());
            }
            if body.is_empty() {
                return Err(Trouble::passing(format!("the server broke off: {e}")));
            }
            cut = true;
        }
        Ok(Exchange { address: address.clone(), asked, status, headers, body, cut })
    }

    fn too_slow(&self) -> Trouble {
        Trouble::passing(format!("no whole answer within {} s", self.timeout_s))
    }

    fn trouble(&self, e: &ureq::Error) -> Trouble {
        match e {
            ureq::Error::Timeout(Timeout::Resolve) => Trouble::passing("no such host in time"),
            ureq::Error::Timeout(Timeout::Connect) => Trouble::passing("no connection in time"),
            ureq::Error::Timeout(_) => self.too_slow(),
            ureq::Error::HostNotFound => Trouble::new(ErrorKind::Network, "there is no such host"),
            ureq::Error::Io(io) if io.to_string().contains(REFUSED) => {
                Trouble::new(ErrorKind::Private, format!("it is {REFUSED}"))
            }
            ureq::Error::Io(io) => Trouble::passing(format!("the connection failed: {io}")),
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
                Trouble::new(ErrorKind::Network, format!("no address: {e}"))
            }
            ureq::Error::LargeResponseHeader(..) => {
                Trouble::new(ErrorKind::TooLarge, "the headers have no end")
            }
            ureq::Error::Protocol(p) if p.to_string().contains("too many headers") => {
                Trouble::new(ErrorKind::TooLarge, "the headers have no end")
            }
            ureq::Error::Protocol(_) => {
                Trouble::new(ErrorKind::Network, format!("the server does not speak HTTP: {e}"))
            }
            other => Trouble::passing(other.to_string()),
        }
    }
}
