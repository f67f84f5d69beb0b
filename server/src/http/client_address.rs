//! The address of the client: the peer's, or the one that a trusted proxy reports.
//!
//! Limits are counted by this address and logs name it, so a forged one would be a way around every limit. A proxy
//! writes one header and passes the others on as the client sent them. So one header is read, the one that
//! `--proxy-header` names, and only when the peer is in a `--trust-proxy` network. It is read only as far back as the
//! chain of trusted proxies reaches. What proxies say of the scheme and the host is not read at all.

use std::net::{IpAddr, SocketAddr};
use std::sync::Once;

use axum::http::HeaderMap;
use axum::http::header::FORWARDED;
use clap::ValueEnum;
use ipnet::IpNet;
use protocol::list;
use rfc7239::{NodeIdentifier, NodeName};

use super::lines;

const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// The header in which the trusted proxies write the address of their client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ProxyHeader {
    /// `X-Forwarded-For`, which nginx and HAProxy write.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// The address of the client behind `peer`.
///
/// The chain of proxies is walked from the peer outwards. The first address that is not in `trusted` is the
/// client's; the client may have written everything further out. A hop that hides its address (`unknown`,
/// `_secret`) ends the walk at the proxy that reported it.
#[must_use]
pub fn client_address(
    peer: IpAddr,
    headers: &HeaderMap,
    trusted: &[IpNet],
    proxy_header: ProxyHeader,
) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer.to_canonical();
    if !is_trusted(&client) {
        return client;
    }
    warn_of_the_other_header(headers, proxy_header);
    for hop in hops(headers, proxy_header).into_iter().rev() {
        let Some(address) = hop else { break };
        client = address.to_canonical();
        if !is_trusted(&client) {
            break;
        }
    }
    client
}

/// The hops that the proxies reported, outermost first; `None` for a hop without a usable address.
fn hops(headers: &HeaderMap, proxy_header: ProxyHeader) -> Vec<Option<IpAddr>> {
    match proxy_header {
        ProxyHeader::XForwardedFor => list::elements(lines(headers, X_FORWARDED_FOR))
            .map(parse_address)
            .collect(),
        ProxyHeader::Forwarded => lines(headers, FORWARDED)
            .flat_map(|value| {
                rfc7239::parse(value)
                    .map(|element| element.ok()?.forwarded_for.and_then(address_of))
                    .collect::<Vec<_>>()
            })
            .collect(),
    }
}

/// Says once that a trusted proxy may write the header that is not read: all its clients would have its address.
fn warn_of_the_other_header(headers: &HeaderMap, proxy_header: ProxyHeader) {
    static WARNED: Once = Once::new();
    let [has_x_forwarded_for, has_forwarded] = [
        headers.contains_key(X_FORWARDED_FOR),
        headers.contains_key(FORWARDED),
    ];
    let (is_read, is_other) = match proxy_header {
        ProxyHeader::XForwardedFor => (has_x_forwarded_for, has_forwarded),
        ProxyHeader::Forwarded => (has_forwarded, has_x_forwarded_for),
    };
    if is_other && !is_read {
        WARNED.call_once(|| {
            tracing::warn!(
                "a trusted proxy does not write the header of --proxy-header, and another one arrives; \
                 its clients have the proxy's address"
            );
        });
    }
}

fn address_of(node: NodeIdentifier<'_>) -> Option<IpAddr> {
    match node.name {
        NodeName::Ip(address) => Some(address),
        NodeName::Unknown | NodeName::Obfuscated(_) => None,
    }
}

/// An address with or without a port, IPv6 with or without brackets, as proxies write them.
fn parse_address(text: &str) -> Option<IpAddr> {
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(text)
        .parse()
        .ok()
        .or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::{HeaderMap, HeaderName};

    use super::{ProxyHeader, client_address};

    /// By the header that comes first.
    fn seen(peer: &str, headers: &[(&'static str, &str)], trusted: &[&str]) -> String {
        let proxy_header = match headers.first() {
            Some(("forwarded", _)) => ProxyHeader::Forwarded,
            _ => ProxyHeader::XForwardedFor,
        };
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        let trusted: Vec<_> = trusted
            .iter()
            .map(|network| network.parse().unwrap())
            .collect();
        let peer: IpAddr = peer.parse().unwrap();
        client_address(peer, &headers, &trusted, proxy_header).to_string()
    }

    #[test]
    fn peer_not_trusted_is_the_client() {
        let headers = [
            ("x-forwarded-for", "203.0.113.7"),
            ("forwarded", "for=203.0.113.8"),
        ];
        assert_eq!(seen("198.51.100.1", &headers, &[]), "198.51.100.1");
        assert_eq!(
            seen("198.51.100.1", &headers, &["10.0.0.0/8"]),
            "198.51.100.1"
        );
    }

    #[test]
    fn peer_trusted_names_the_client() {
        assert_eq!(
            seen(
                "10.0.0.1",
                &[("x-forwarded-for", "203.0.113.7")],
                &["10.0.0.0/8"]
            ),
            "203.0.113.7"
        );
        assert_eq!(
            seen(
                "10.0.0.1",
                &[("forwarded", "for=203.0.113.7;proto=https")],
                &["10.0.0.0/8"]
            ),
            "203.0.113.7"
        );
        assert_eq!(seen("10.0.0.1", &[], &["10.0.0.0/8"]), "10.0.0.1");
    }

    #[test]
    fn header_that_the_proxy_does_not_write_is_ignored() {
        let [list, forwarded] = [
            ("x-forwarded-for", "203.0.113.7"),
            ("forwarded", "for=9.9.9.9;proto=https"),
        ];
        let trusted = ["10.0.0.0/8"];
        assert_eq!(
            seen("10.0.0.1", &[list, forwarded], &trusted),
            "203.0.113.7"
        );
        assert_eq!(seen("10.0.0.1", &[forwarded, list], &trusted), "9.9.9.9");
        let other = [("x-other", ""), forwarded];
        assert_eq!(seen("10.0.0.1", &other, &trusted), "10.0.0.1");
    }

    #[test]
    fn element_that_is_empty_is_ignored() {
        for value in ["203.0.113.7,", "203.0.113.7, , ", ",203.0.113.7"] {
            let headers = [("x-forwarded-for", value)];
            assert_eq!(
                seen("10.0.0.1", &headers, &["10.0.0.0/8"]),
                "203.0.113.7",
                "{value}"
            );
        }
    }

    #[test]
    fn quote_of_the_client_hides_no_hop_of_the_proxy() {
        let headers = [("x-forwarded-for", "\"9.9.9.9, 203.0.113.7")];
        assert_eq!(seen("10.0.0.1", &headers, &["10.0.0.0/8"]), "203.0.113.7");
    }

    #[test]
    fn hop_claimed_by_the_client_is_ignored() {
        let headers = [("x-forwarded-for", "192.0.2.99, 203.0.113.7, 10.0.0.2")];
        assert_eq!(seen("10.0.0.1", &headers, &["10.0.0.0/8"]), "203.0.113.7");
    }

    #[test]
    fn chain_of_trusted_proxies_ends_at_the_outermost() {
        assert_eq!(
            seen(
                "10.0.0.1",
                &[("x-forwarded-for", "10.0.0.3, 10.0.0.2")],
                &["10.0.0.0/8"]
            ),
            "10.0.0.3"
        );
    }

    #[test]
    fn address_with_port_brackets_or_mapping_is_understood() {
        let trusted = ["::1/128", "127.0.0.0/8"];
        assert_eq!(
            seen("::1", &[("x-forwarded-for", "203.0.113.7:4711")], &trusted),
            "203.0.113.7"
        );
        assert_eq!(
            seen("::1", &[("x-forwarded-for", "[2001:db8::7]")], &trusted),
            "2001:db8::7"
        );
        assert_eq!(
            seen(
                "::1",
                &[("forwarded", "for=\"[2001:db8::7]:4711\"")],
                &trusted
            ),
            "2001:db8::7"
        );
        assert_eq!(
            seen(
                "::ffff:127.0.0.1",
                &[("x-forwarded-for", "::ffff:203.0.113.7")],
                &trusted
            ),
            "203.0.113.7"
        );
    }

    #[test]
    fn hop_hidden_or_garbled_ends_at_the_proxy_that_reported_it() {
        let trusted = ["10.0.0.0/8"];
        for hop in ["unknown", "_secret", "300.1.1.1", "a b"] {
            let value = format!("203.0.113.7, {hop}");
            assert_eq!(
                seen("10.0.0.1", &[("x-forwarded-for", &value)], &trusted),
                "10.0.0.1",
                "{hop:?}"
            );
        }
        assert_eq!(
            seen(
                "10.0.0.1",
                &[("forwarded", "for=203.0.113.7, for=_secret")],
                &trusted
            ),
            "10.0.0.1"
        );
    }

    #[test]
    fn list_over_several_headers_is_one_list() {
        let headers = [
            ("x-forwarded-for", "203.0.113.7"),
            ("x-forwarded-for", "10.0.0.2"),
        ];
        assert_eq!(seen("10.0.0.1", &headers, &["10.0.0.0/8"]), "203.0.113.7");
    }
}
