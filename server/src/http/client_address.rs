//! The address of the client: the peer's, or the one that a trusted proxy reports.
//!
//! Limits are counted by this address and logs name it, so a forged one would be a way around every limit.
//! `Forwarded` (RFC 7239) and `X-Forwarded-For` are believed only when the peer is in a `--trust-proxy`
//! network, and only as far back as the chain of trusted proxies reaches.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use axum::http::header::FORWARDED;
use ipnet::IpNet;
use rfc7239::{NodeIdentifier, NodeName};

/// The address of the client behind `peer`.
///
/// The chain of proxies is walked from the peer outwards. The first address that is not in `trusted` is the
/// client's; the client may have written everything further out. A hop that hides its address (`unknown`,
/// `_secret`) ends the walk at the proxy that reported it. `Forwarded`, the standard, wins over
/// `X-Forwarded-For`.
#[must_use]
pub fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer.to_canonical();
    if !is_trusted(&client) {
        return client;
    }
    for hop in hops(headers).into_iter().rev() {
        let Some(address) = hop else { break };
        client = address.to_canonical();
        if !is_trusted(&client) {
            break;
        }
    }
    client
}

/// The hops that the proxies reported, outermost first; `None` for a hop without a usable address.
fn hops(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    if headers.contains_key(FORWARDED) {
        let values = headers.get_all(FORWARDED).iter();
        return values
            .flat_map(|value| {
                let value = value.to_str().unwrap_or_default();
                rfc7239::parse(value)
                    .map(|element| element.ok()?.forwarded_for.and_then(address_of))
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .map(|hop| parse_address(hop.trim()))
        .collect()
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

    use super::client_address;

    fn seen(peer: &str, headers: &[(&'static str, &str)], trusted: &[&str]) -> String {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        let trusted: Vec<_> = trusted
            .iter()
            .map(|network| network.parse().unwrap())
            .collect();
        let peer: IpAddr = peer.parse().unwrap();
        client_address(peer, &headers, &trusted).to_string()
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
        for hop in ["unknown", "_secret", "", "300.1.1.1", "a b"] {
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
