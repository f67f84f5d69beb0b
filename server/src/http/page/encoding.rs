//! Which encoding of a file a client takes: `Accept-Encoding`, RFC 9110 section 12.5.3.

use axum::http::{HeaderMap, header};

/// An encoding that a file may be kept in, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// `br`
    Brotli,
    /// `gzip`
    Gzip,
    /// The file as it is.
    Identity,
}

impl Encoding {
    /// Its name in `Content-Encoding`, where the file as it is has none.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// Of the available forms, the one that the client likes best; of equals, the first. `None` when
/// it takes none of them.
pub(super) fn choose<T>(
    request: &HeaderMap,
    available: impl Iterator<Item = (Encoding, T)>,
) -> Option<(Encoding, T)> {
    let mut best = None;
    let mut best_weight = 0;
    for (encoding, form) in available {
        let weight = weight(request, encoding);
        if weight > best_weight {
            best = Some((encoding, form));
            best_weight = weight;
        }
    }
    best
}

/// How much the client likes an encoding, in thousandths; 0 is not at all.
fn weight(request: &HeaderMap, encoding: Encoding) -> u16 {
    let name = encoding.name().unwrap_or("identity");
    let mut any = None;
    for (coding, weight) in accepted(request) {
        if coding.eq_ignore_ascii_case(name) {
            return weight;
        }
        if coding == "*" {
            any = Some(weight);
        }
    }
    match encoding {
        // The file as it is can always be sent unless it is ruled out, but after what was asked for.
        Encoding::Identity => any.unwrap_or(1).min(1),
        Encoding::Brotli | Encoding::Gzip => any.unwrap_or(0),
    }
}

/// The codings of the header with their weights: `br;q=0.5` is `("br", 500)`.
fn accepted(request: &HeaderMap) -> impl Iterator<Item = (&str, u16)> {
    request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(|item| {
            let (coding, parameter) = item.split_once(';').unwrap_or((item, ""));
            (coding.trim(), thousandths(parameter).unwrap_or(1000))
        })
}

fn thousandths(parameter: &str) -> Option<u16> {
    let (name, weight) = parameter.split_once('=')?;
    let weight: f32 = weight.trim().parse().ok()?;
    let is_weight = name.trim().eq_ignore_ascii_case("q") && (0.0..=1.0).contains(&weight);
    // At most 1000, so nothing is cut off.
    is_weight.then_some((weight * 1000.0) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn chosen(accept: &'static str) -> Option<Encoding> {
        let headers =
            HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accept))]);
        let all = [
            (Encoding::Brotli, ()),
            (Encoding::Gzip, ()),
            (Encoding::Identity, ()),
        ];
        choose(&headers, all.into_iter()).map(|(encoding, ())| encoding)
    }

    #[test]
    fn the_client_s_weights_decide_and_brotli_wins_a_tie() {
        use Encoding::{Brotli, Gzip, Identity};
        for (accept, expected) in [
            ("gzip, deflate, br, zstd", Some(Brotli)),
            ("GZIP", Some(Gzip)),
            ("br;q=0.5, gzip;q=0.8", Some(Gzip)),
            ("br ; q=0 , gzip", Some(Gzip)),
            ("*", Some(Brotli)),
            ("br;q=0, *;q=0.3", Some(Gzip)),
            ("deflate", Some(Identity)),
            ("", Some(Identity)),
            ("gzip;q=0.1", Some(Gzip)),
            ("identity, gzip;q=0.5", Some(Identity)),
            ("br;q=nonsense", Some(Brotli)),
            ("identity;q=0", None),
            ("*;q=0", None),
        ] {
            assert_eq!(chosen(accept), expected, "{accept:?}");
        }
    }

    #[test]
    fn without_the_header_the_file_is_sent_as_it_is() {
        let available = [(Encoding::Brotli, ()), (Encoding::Identity, ())];
        let (encoding, ()) = choose(&HeaderMap::new(), available.into_iter()).unwrap();
        assert_eq!(encoding, Encoding::Identity);
    }
}
