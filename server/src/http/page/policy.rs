//! The page's Content-Security-Policy, which limits what it may load and run.
//!
//! The page shows messages of strangers. If a message ever became markup by mistake, no script in it would run.
//! Only the page's own files run, and the inline scripts that Trunk wrote into `index.html` to start the
//! WebAssembly, each by its hash.

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// The policy for a document.
pub(super) fn content_security_policy(html: &[u8]) -> String {
    let html = String::from_utf8_lossy(html);
    let hashes: String = inline_scripts(&html)
        .map(|script| format!(" {}", hash_source(script)))
        .collect();
    // A workbench talks to any WebSocket, from a worker which is a file of the page. Its own files
    // come by fetch from the same origin.
    format!(
        "default-src 'none'; \
         script-src 'self' 'wasm-unsafe-eval'{hashes}; \
         worker-src 'self'; \
         style-src 'self'; \
         img-src 'self' data:; \
         connect-src 'self' ws: wss:; \
         base-uri 'none'; \
         form-action 'none'; \
         frame-ancestors 'none'"
    )
}

/// The policy of a script. It applies where a worker starts with that script, because a worker has the policy of
/// its own file and not the page's.
pub(super) const OF_WORKERS: &str = "default-src 'none'; \
     script-src 'self' 'wasm-unsafe-eval'; \
     connect-src 'self' ws: wss:; \
     frame-ancestors 'none'";

/// The source expression that allows exactly this inline script or style.
pub(crate) fn hash_source(content: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(&Sha256::digest(content)))
}

/// The text between the tags of each script without `src`. Trunk wrote the document, so this need not parse all
/// of HTML.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script")?;
        let has_source = attributes
            .split_ascii_whitespace()
            .any(|part| part.starts_with("src="));
        (!has_source).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_script_is_allowed_by_its_hash_only() {
        // The hash of `alert('Hello, world.');` as in the CSP specification's own example.
        let policy = content_security_policy(
            b"<script>alert('Hello, world.');</script><script src=\"/a.js\"></script>",
        );
        let scripts = policy
            .split("; ")
            .find(|part| part.starts_with("script-src"))
            .unwrap();
        assert_eq!(
            scripts,
            "script-src 'self' 'wasm-unsafe-eval' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
        );
        assert!(!policy.contains("unsafe-inline"));
    }

    #[test]
    fn script_is_hashed_with_its_line_breaks() {
        let html = "<head><script type=\"module\">\nstart();\n</script></head>";
        assert_eq!(inline_scripts(html).collect::<Vec<_>>(), ["\nstart();\n"]);
    }
}
