//! A file of the page as a response: content type, compression, caching.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use protocol::list;
use rust_embed_for_web::EmbedableFile;

use super::encoding::{self, Encoding};
use super::policy;
use crate::http::lines;

/// A file in each encoding in which it can be sent.
#[derive(Clone, Debug)]
pub(super) struct Asset {
    content_type: String,
    etag: String,
    identity: Bytes,
    gzip: Option<Bytes>,
    brotli: Option<Bytes>,
}

impl Asset {
    /// Takes over a file; an embedded one is not copied.
    pub(super) fn from_file<F: EmbedableFile<Data: Send>>(file: F) -> Self {
        let content_type = match file.mime_type() {
            Some(mime) if mime.as_ref().starts_with("text/") => {
                format!("{}; charset=utf-8", mime.as_ref())
            }
            Some(mime) => mime.as_ref().to_owned(),
            None => "application/octet-stream".to_owned(),
        };
        Self {
            content_type,
            // Weak, because one tag stands for the same file in every encoding.
            etag: format!("W/{}", file.etag().as_ref()),
            identity: Bytes::from_owner(file.data()),
            gzip: file.data_gzip().map(Bytes::from_owner),
            brotli: file.data_br().map(Bytes::from_owner),
        }
    }

    /// The response to a GET or HEAD; for HEAD hyper leaves out the body.
    pub(super) fn respond(&self, path: &str, request: &HeaderMap) -> Response {
        let (encoding, content) = self.choose(request);
        let caching = if is_named_by_hash(path) {
            "public, max-age=31536000, immutable"
        } else {
            // May be cached, and must be revalidated by its tag each time.
            "no-cache"
        };
        let mut headers = HeaderMap::new();
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set(header::ETAG, &self.etag);
        set(header::CACHE_CONTROL, caching);
        set(header::VARY, "accept-encoding");
        // In a 304 too, because a browser applies the headers of a 304 to its copy.
        if self.is_of("text/html") {
            set(
                header::CONTENT_SECURITY_POLICY,
                &policy::content_security_policy(&self.identity),
            );
        } else if self.is_of("text/javascript") {
            set(header::CONTENT_SECURITY_POLICY, policy::OF_WORKERS);
        }
        if is_known(request, &self.etag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        set(header::CONTENT_TYPE, &self.content_type);
        if let Some(name) = encoding.name() {
            set(header::CONTENT_ENCODING, name);
        }
        (headers, Body::from(content)).into_response()
    }

    fn choose(&self, request: &HeaderMap) -> (Encoding, Bytes) {
        let forms = [
            (Encoding::Brotli, self.brotli.as_ref()),
            (Encoding::Gzip, self.gzip.as_ref()),
            (Encoding::Identity, Some(&self.identity)),
        ];
        let available = forms
            .into_iter()
            .filter_map(|(encoding, form)| Some((encoding, form?)));
        encoding::choose(request, available).map_or_else(
            || (Encoding::Identity, self.identity.clone()),
            |(encoding, content)| (encoding, content.clone()),
        )
    }

    fn is_of(&self, mime: &str) -> bool {
        self.content_type.starts_with(mime)
    }
}

/// Whether the client has this file (RFC 9110 section 13.1.2, by weak comparison).
fn is_known(request: &HeaderMap, etag: &str) -> bool {
    list::elements(lines(request, header::IF_NONE_MATCH))
        .any(|tag| tag == "*" || opaque(tag) == opaque(etag))
}

fn opaque(etag: &str) -> &str {
    etag.strip_prefix("W/").unwrap_or(etag)
}

/// Whether Trunk named the file by its content, as in `client-0123456789abcdef_bg.wasm`. Other content then has
/// another name, so the file may be cached for ever. The name of a folder does not count: wasm-bindgen names
/// the folders of snippets by the crate.
fn is_named_by_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split_once('.')
        .map(|(stem, _)| stem.strip_suffix("_bg").unwrap_or(stem))
        .and_then(|stem| stem.rsplit_once('-'))
        .is_some_and(|(_, hash)| {
            hash.len() == 16
                && hash
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset() -> Asset {
        Asset {
            content_type: "text/css; charset=utf-8".to_owned(),
            etag: r#"W/"tag""#.to_owned(),
            identity: Bytes::from_static(b"identity"),
            gzip: Some(Bytes::from_static(b"gzip")),
            brotli: Some(Bytes::from_static(b"brotli")),
        }
    }

    fn asked(name: HeaderName, value: &'static str) -> Response {
        let request = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
        asset().respond("base.css", &request)
    }

    #[test]
    fn encoding_that_the_client_accepts_is_sent() {
        for (accepted, sent) in [
            ("gzip, deflate, br", Some("br")),
            ("gzip", Some("gzip")),
            ("zstd", None),
        ] {
            let response = asked(header::ACCEPT_ENCODING, accepted);
            let encoding = response.headers().get(header::CONTENT_ENCODING);
            assert_eq!(
                encoding.map(|value| value.to_str().unwrap()),
                sent,
                "{accepted}"
            );
            assert_eq!(response.headers()[header::VARY], "accept-encoding");
        }
    }

    #[test]
    fn tag_that_the_client_has_is_answered_304() {
        for (tags, status) in [
            (r#"W/"tag""#, 304),
            (r#""tag""#, 304),
            (r#""other", W/"tag""#, 304),
            ("*", 304),
            (r#""other""#, 200),
            ("tag", 200),
            ("", 200),
        ] {
            assert_eq!(
                asked(header::IF_NONE_MATCH, tags).status(),
                status,
                "{tags}"
            );
        }
    }

    #[test]
    fn name_with_a_hash_of_the_content_is_immutable() {
        for name in [
            "client-0123456789abcdef.js",
            "client-0123456789abcdef_bg.wasm",
            "a/b-0123456789abcdef.css",
        ] {
            assert!(is_named_by_hash(name), "{name}");
        }
        for name in [
            "index.html",
            "client.js",
            "client-0123456789abcde.js",
            "client-0123456789abcdeg.js",
            "0123456789abcdef.js",
            "snippets/client-0123456789abcdef/inline0.js",
            "client-0123456789abcdef",
        ] {
            assert!(!is_named_by_hash(name), "{name}");
        }
    }
}
