//! The page: the files that Trunk built, as answers to requests.
//!
//! What belongs here: finding a file, caching, compression, the page's policy. What may not enter: what the
//! page does.
//!
//! A release binary holds the files. A debug binary reads them from `dist/` in the workspace at each request,
//! so that it serves a new build at once.

mod asset;
mod encoding;
mod policy;

use std::path::{Component, Path, PathBuf};

use axum::http::{HeaderValue, Method, StatusCode, header, request::Parts};
use axum::response::{Html, IntoResponse, Response};
use rust_embed_for_web::{DynamicFile, RustEmbed};

use self::asset::Asset;
use crate::text::text;

pub(crate) use policy::hash_source;

/// Where the page's files are.
#[derive(Clone, Debug)]
pub enum Page {
    /// What Trunk built into `dist/`.
    Built,
    /// Another folder, read at each request.
    Folder(PathBuf),
}

/// `dist/`. A server without it builds too, and answers with the command that builds the page.
#[derive(RustEmbed)]
#[folder = "../dist/"]
#[allow_missing = true]
struct Dist;

const INDEX: &str = "index.html";

/// Answers a request with a file of the page: with `index.html` at `/`.
pub(crate) fn respond(page: &Page, request: &Parts) -> Response {
    if request.method != Method::GET && request.method != Method::HEAD {
        let mut response = text(
            StatusCode::METHOD_NOT_ALLOWED,
            "Only GET and HEAD are allowed here.",
        );
        response
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let path = match request.uri.path() {
        "/" => INDEX,
        path => path.trim_start_matches('/'),
    };
    match page.find(path) {
        Some(asset) => asset.respond(path, &request.headers),
        None if path == INDEX => (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response(),
        None => text(
            StatusCode::NOT_FOUND,
            "There is nothing here; /endpoints lists what there is.",
        ),
    }
}

/// The page at `/` before the page is built.
const NOT_BUILT: &str = r#"<!doctype html>
<html lang="ko">
<meta charset="utf-8">
<title>울림</title>
<p>페이지가 아직 빌드되지 않았습니다. <code>cargo xtask run</code>이나 <code>trunk build</code>가 페이지를 빌드합니다.
<p lang="en">The page is not built yet. <code>cargo xtask run</code> or <code>trunk build</code> builds it.
"#;

impl Page {
    /// The file at a path below the folder; `None` for a path that leads elsewhere (`..`, `//`).
    fn find(&self, path: &str) -> Option<Asset> {
        let is_inside = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !is_inside {
            return None;
        }
        match self {
            Self::Built => Dist::get(path).map(Asset::from_file),
            Self::Folder(folder) => DynamicFile::read_from_fs(folder.join(path))
                .ok()
                .map(Asset::from_file),
        }
    }
}
