//! The choice of an encoding: `Accept-Encoding`, RFC 9110 section 12.5.3.

use axum::http::{HeaderMap, header};
use protocol::list;

use crate::http::lines;

/// An encoding in which a file may be stored, the best first.
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
    /// Its name in `Content-Encoding`; `None` for the file as it is.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// The available form with the highest weight, the first among equals. `None` when the client accepts none of
/// them.
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

/// The weight of an encoding in thousandths; 0 is not acceptable.
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
        // The file as it is can be sent unless it is excluded, but after every encoding that is named.
        Encoding::Identity => any.unwrap_or(1).min(1),
        Encoding::Brotli | Encoding::Gzip => any.unwrap_or(0),
    }
}

/// The codings of the header with their weights: `br;q=0.5` is `("br", 500)`.
fn accepted(request: &HeaderMap) -> impl Iterator<Item = (&str, u16)> {
    list::elements(lines(request, header::ACCEPT_ENCODING)).map(|item| {
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
    fn encoding_with_the_highest_weight_is_chosen_and_brotli_in_a_tie() {
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
    fn request_without_the_header_is_answered_with_the_plain_file() {
        let available = [(Encoding::Brotli, ()), (Encoding::Identity, ())];
        let (encoding, ()) = choose(&HeaderMap::new(), available.into_iter()).unwrap();
        assert_eq!(encoding, Encoding::Identity);
    }
}
