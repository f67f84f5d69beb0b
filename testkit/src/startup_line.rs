//! The first line that a server of Ullim prints on standard output: `울림 http://127.0.0.1:3000`.

use std::net::SocketAddr;

/// Where a server listens, by its own word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartupLine {
    url: String,
    authority_at: usize,
}

impl StartupLine {
    /// Reads the line; `None` if it is another one.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let url = line.trim_end().strip_prefix("울림 ")?;
        let (scheme, authority) = url.split_once("://")?;
        let is_complete = matches!(scheme, "http" | "https") && !authority.is_empty();
        is_complete.then(|| Self {
            url: url.to_owned(),
            authority_at: url.len() - authority.len(),
        })
    }

    /// The page's address, such as `http://127.0.0.1:3000`. It begins with `https` where the server has TLS.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The lesson's address, such as `ws://127.0.0.1:3000/`. It begins with `wss` where the server has TLS.
    #[must_use]
    pub fn web_socket_url(&self) -> String {
        format!("{}/", self.url.replacen("http", "ws", 1))
    }

    /// Host and port, such as `127.0.0.1:3000`, as `--bind` takes them.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.url[self.authority_at..]
    }

    /// The socket address; `None` where the host is a name.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        self.authority().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_of_a_plain_server_gives_its_addresses() {
        let line = StartupLine::parse("울림 http://127.0.0.1:41233\n").unwrap();
        assert_eq!(line.url(), "http://127.0.0.1:41233");
        assert_eq!(line.web_socket_url(), "ws://127.0.0.1:41233/");
        assert_eq!(line.authority(), "127.0.0.1:41233");
        assert_eq!(line.address(), Some(([127, 0, 0, 1], 41233).into()));
    }

    #[test]
    fn line_of_a_server_with_tls_gives_secure_addresses() {
        let line = StartupLine::parse("울림 https://[::1]:3000").unwrap();
        assert_eq!(line.web_socket_url(), "wss://[::1]:3000/");
        assert_eq!(line.authority(), "[::1]:3000");
    }

    #[test]
    fn host_that_is_a_name_has_no_socket_address() {
        let line = StartupLine::parse("울림 http://localhost:3000").unwrap();
        assert_eq!(line.authority(), "localhost:3000");
        assert_eq!(line.address(), None);
    }

    #[test]
    fn other_lines_are_refused() {
        for line in [
            "",
            "클라이언트 접속 해제",
            "http://127.0.0.1:3000",
            "울림 ws://127.0.0.1:3000",
            "울림 http://",
        ] {
            assert_eq!(StartupLine::parse(line), None, "{line:?}");
        }
    }
}
