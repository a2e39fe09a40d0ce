//! Addresses of the net in, whether they may be connected to out.
//!
//! A feed can name any address, and a name can be resolved to any machine; so what is checked is
//! the address that the connection goes to, after every redirect and every look-up.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::{
    Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};

use crate::web_address::WebAddress;

/// Which addresses beyond the public net may be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Allowed {
    /// None.
    #[default]
    Public,
    /// These hosts, each `host` or `host:port`.
    Hosts(Vec<String>),
    /// Every one.
    All,
}

impl Allowed {
    /// Whether the caller names this host on purpose.
    fn names(&self, host: &str, port: Option<u16>) -> bool {
        match self {
            Allowed::Public => false,
            Allowed::All => true,
            Allowed::Hosts(hosts) => hosts.iter().any(|h| match h.rsplit_once(':') {
                Some((name, p)) if p.parse::<u16>().is_ok() => {
                    name.eq_ignore_ascii_case(host) && p.parse().ok() == port
                }
                _ => h.eq_ignore_ascii_case(host),
            }),
        }
    }

    /// Whether an address may be asked for as far as its words tell: names that are never public,
    /// and addresses in numbers. Behind a proxy this is all that can be known.
    pub(crate) fn allows(&self, address: &WebAddress) -> bool {
        let port = address.port.or(Some(if address.scheme == "http" { 80 } else { 443 }));
        if self.names(&address.host, port) {
            return true;
        }
        let bare = address.host.trim_matches(['[', ']']);
        if let Ok(ip) = bare.parse::<IpAddr>() {
            return is_public(ip);
        }
        let last = address.host.rsplit('.').next().unwrap_or_default();
        let never =
            ["localhost", "local", "internal", "intranet", "lan", "home", "corp", "localdomain"];
        // A bare word is a machine of one's own net; numbers alone are an address in disguise.
        address.host.contains('.')
            && !never.contains(&last)
            && !last.chars().all(|c| c.is_ascii_digit())
            && !last.starts_with("0x")
    }
}

/// Whether an address is one of the public net.
///
/// Everything else is refused: this machine, private and shared nets, link-local (where clouds keep
/// their secrets), multicast, documentation, and forms of version 6 that wrap such addresses.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || a == 10
        || a == 127
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 169 && b == 254)
        || (a == 172 && (16..32).contains(&b))
        || (a == 192 && b == 168)
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 192 && b == 31 && c == 196)
        || (a == 192 && b == 52 && c == 193)
        || (a == 192 && b == 175 && c == 48)
        || (a == 198 && (b == 18 || b == 19))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let s = address.segments();
    let inner = |hi: u16, lo: u16| {
        let ([a, b], [c, d]) = (hi.to_be_bytes(), lo.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    // NAT64 and 6to4 lead to the address of version 4 that they wrap.
    if s[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        return inner(s[6], s[7]);
    }
    if s[0] == 0x2002 {
        return inner(s[1], s[2]);
    }
    if s[..5] == [0; 5] && s[5] == 0xffff {
        return inner(s[6], s[7]);
    }
    // Only 2000::/3 is given out; of it Teredo, ORCHID and documentation are no machines of the net.
    let given_out = s[0] & 0xe000 == 0x2000;
    let special = s[0] == 0x2001 && (s[1] < 0x200 || s[1] == 0xdb8);
    given_out && !special && !(s[0] == 0x3fff && s[1] < 0x1000)
}

/// Looks names up and keeps only addresses that may be connected to.
#[derive(Debug)]
pub(crate) struct GuardedResolver<R> {
    pub(crate) inner: R,
    pub(crate) allowed: Allowed,
    /// The caller's own proxy, `host:port`.
    pub(crate) proxy: Option<String>,
}

/// Words by which a refusal is known again behind the library's error.
pub(crate) const REFUSED: &str = "not an address of the public net";

impl<R: Resolver> Resolver for GuardedResolver<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        let port = uri.port_u16().or_else(|| found.first().map(std::net::SocketAddr::port));
        let is_proxy = self.proxy.as_deref().is_some_and(|p| {
            p.eq_ignore_ascii_case(&format!("{host}:{}", port.unwrap_or_default()))
        });
        if is_proxy || self.allowed.names(host, port) {
            return Ok(found);
        }
        let mut kept = self.empty();
        for address in found.iter().filter(|a| is_public(a.ip())) {
            kept.push(*address);
        }
        if kept.is_empty() {
            let error = std::io::Error::new(std::io::ErrorKind::PermissionDenied, REFUSED);
            return Err(Error::Io(error));
        }
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_net() {
        for refused in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.0.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "3fff::1",
            "5f00::1",
        ] {
            assert!(!is_public(refused.parse().unwrap()), "{refused}");
        }
        for public in [
            "1.1.1.1",
            "9.9.9.9",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "198.17.0.1",
            "223.255.255.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "64:ff9b::101:101",
            "2002:101:101::",
            "::ffff:1.1.1.1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn words_that_are_never_public() {
        let allows = |a: &Allowed, t: &str| a.allows(&WebAddress::parse(t).unwrap());
        for text in [
            "http://localhost/",
            "http://router/",
            "http://printer.local/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://[::1]/",
            "http://10.0.0.1/",
            "http://x.localhost./",
            "http://metadata.google.internal/",
        ] {
            assert!(!allows(&Allowed::Public, text), "{text}");
            assert!(allows(&Allowed::All, text), "{text}");
        }
        assert!(allows(&Allowed::Public, "https://example.com/"));
        let one = Allowed::Hosts(vec!["127.0.0.1:8080".to_owned()]);
        assert!(allows(&one, "http://127.0.0.1:8080/"));
        assert!(!allows(&one, "http://127.0.0.1:8081/"));
        assert!(!allows(&one, "http://127.0.0.1/"));
    }

    #[derive(Debug)]
    struct Rebinding;

    impl Resolver for Rebinding {
        fn resolve(
            &self,
            _: &Uri,
            _: &Config,
            _: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, Error> {
            let mut found = self.empty();
            found.push("127.0.0.1:80".parse().unwrap());
            found.push("169.254.169.254:80".parse().unwrap());
            Ok(found)
        }
    }

    #[test]
    fn a_public_name_for_a_private_machine_is_refused() {
        let resolver = GuardedResolver { inner: Rebinding, allowed: Allowed::Public, proxy: None };
        let http = ureq::Agent::with_parts(
            Config::default(),
            ureq::unversioned::transport::DefaultConnector::default(),
            resolver,
        );
        let error = http.get("http://news.example.com/").call().unwrap_err();
        assert!(error.to_string().contains(REFUSED), "{error}");
    }
}
