//! The page and its files, as a browser gets them.

use std::fs;

use super::common::TestServer;
use server::http::page::Page;
use tempfile::TempDir;

const INDEX: &str = "<!doctype html><script>alert('Hello, world.');</script>";

/// A server of a page in a folder, which is removed with it.
async fn server_of_page() -> (TestServer, TempDir) {
    let folder = TempDir::new().unwrap();
    let dist = folder.path().join("dist");
    fs::create_dir(&dist).unwrap();
    fs::write(dist.join("index.html"), INDEX).unwrap();
    fs::write(dist.join("client-0123456789abcdef_bg.wasm"), b"\0asm").unwrap();
    fs::write(dist.join("client-0123456789abcdef.js"), "start()").unwrap();
    fs::write(dist.join("sockets_loader.js"), "start()").unwrap();
    fs::write(dist.join("sockets_bg.wasm"), b"\0asm").unwrap();
    fs::write(folder.path().join("secret"), "secret").unwrap();
    let server = TestServer::start_with(|config| config.page = Page::Folder(dist)).await;
    (server, folder)
}

async fn ask(server: &TestServer, line: &str, headers: &str) -> (String, String) {
    let request =
        format!("{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
    let answer = server.answer_to(request).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[tokio::test]
async fn page_is_revalidated_and_runs_only_its_own_scripts() {
    let (server, _folder) = server_of_page().await;
    let (head, body) = ask(&server, "GET /", "").await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert_eq!(body, INDEX);
    assert_eq!(
        header(&head, "content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(header(&head, "cache-control"), Some("no-cache"));
    assert_eq!(header(&head, "vary"), Some("accept-encoding"));
    assert_eq!(header(&head, "x-content-type-options"), Some("nosniff"));
    assert_eq!(header(&head, "referrer-policy"), Some("no-referrer"));
    let policy = header(&head, "content-security-policy").unwrap();
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
        "worker-src 'self'",
        "connect-src 'self' ws: wss:",
        "frame-ancestors 'none'",
    ] {
        assert!(
            policy.split("; ").any(|has| has == part),
            "{part}: {policy}"
        );
    }
    assert!(!policy.contains("unsafe-inline"), "{policy}");
}

#[tokio::test]
async fn page_with_a_current_etag_is_304_and_keeps_its_policy() {
    let (server, _folder) = server_of_page().await;
    let (head, _) = ask(&server, "GET /", "").await;
    let etag = header(&head, "etag").unwrap();
    let (again, body) = ask(&server, "GET /", &format!("If-None-Match: {etag}\r\n")).await;
    assert!(again.starts_with("HTTP/1.1 304 "), "{again}");
    assert_eq!(body, "");
    for name in ["etag", "cache-control", "content-security-policy", "vary"] {
        assert_eq!(header(&again, name), header(&head, name), "{name}");
    }
}

#[tokio::test]
async fn file_named_by_its_content_is_immutable() {
    let (server, _folder) = server_of_page().await;
    for (path, content_type) in [
        ("/client-0123456789abcdef_bg.wasm", "application/wasm"),
        (
            "/client-0123456789abcdef.js",
            "text/javascript; charset=utf-8",
        ),
    ] {
        let (head, _) = ask(&server, &format!("GET {path}"), "").await;
        assert_eq!(header(&head, "content-type"), Some(content_type));
        assert_eq!(
            header(&head, "cache-control"),
            Some("public, max-age=31536000, immutable")
        );
        assert_eq!(header(&head, "x-content-type-options"), Some("nosniff"));
    }
}

#[tokio::test]
async fn worker_files_without_a_hash_are_revalidated() {
    let (server, _folder) = server_of_page().await;
    for (path, content_type) in [
        ("/sockets_loader.js", "text/javascript; charset=utf-8"),
        ("/sockets_bg.wasm", "application/wasm"),
    ] {
        let (head, _) = ask(&server, &format!("GET {path}"), "").await;
        assert_eq!(header(&head, "content-type"), Some(content_type));
        assert_eq!(header(&head, "cache-control"), Some("no-cache"));
        assert!(header(&head, "etag").is_some(), "{head}");
    }
}

#[tokio::test]
async fn worker_policy_allows_its_own_scripts_and_any_connection() {
    let (server, _folder) = server_of_page().await;
    let (head, _) = ask(&server, "GET /sockets_loader.js", "").await;
    let policy = header(&head, "content-security-policy").unwrap();
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "connect-src 'self' ws: wss:",
    ] {
        assert!(
            policy.split("; ").any(|has| has == part),
            "{part}: {policy}"
        );
    }
}

#[tokio::test]
async fn head_request_has_the_headers_of_get() {
    let (server, _folder) = server_of_page().await;
    let (head, body) = ask(&server, "HEAD /", "").await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert_eq!(
        header(&head, "content-length"),
        Some(INDEX.len().to_string().as_str())
    );
    assert_eq!(body, "");
}

#[tokio::test]
async fn other_methods_are_405_with_the_allowed_ones() {
    let (server, _folder) = server_of_page().await;
    for path in ["/", "/healthz", "/client-0123456789abcdef.js"] {
        let (head, body) = ask(&server, &format!("DELETE {path}"), "").await;
        assert!(head.starts_with("HTTP/1.1 405 "), "{head}");
        assert_eq!(header(&head, "allow").unwrap().replace(' ', ""), "GET,HEAD");
        assert!(body.contains("GET and HEAD"), "{body}");
    }
}

#[tokio::test]
async fn path_out_of_the_folder_is_refused() {
    let (server, _folder) = server_of_page().await;
    for path in [
        "/../secret",
        "/./../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "//etc/passwd",
        "/nothing",
        "/%00",
        "/index.html/",
    ] {
        let (head, body) = ask(&server, &format!("GET {path}"), "").await;
        assert!(head.starts_with("HTTP/1.1 404 "), "{path}: {head}");
        assert!(
            !body.contains("secret") && !body.contains("root"),
            "{path}: {body}"
        );
    }
}

#[tokio::test]
async fn page_not_built_names_the_command_that_builds_it() {
    let empty = TempDir::new().unwrap();
    let page = Page::Folder(empty.path().to_owned());
    let server = TestServer::start_with(|config| config.page = page).await;
    let (head, body) = ask(&server, "GET /", "").await;
    assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
    assert_eq!(
        header(&head, "content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(
        body.contains("cargo xtask run") && body.contains("trunk build"),
        "{body}"
    );
    server.greeted().await;
}

#[tokio::test]
async fn upgrade_to_http_2_is_ignored_and_the_page_is_sent() {
    let (server, _folder) = server_of_page().await;
    let (head, _) = ask(
        &server,
        "GET /",
        "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
    )
    .await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
}
