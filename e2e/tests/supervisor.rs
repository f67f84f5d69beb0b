//! The supervisor binary, asked by HTTP to start and end real servers.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, ChildStdin, Command, Stdio},
};

use anyhow::{Context, Result};
use serde_json::Value;

/// A supervisor, which ends when its standard input is closed.
struct Supervisor {
    process: Child,
    stdin: ChildStdin,
    authority: String,
}

impl Supervisor {
    fn start() -> Result<Self> {
        let mut process = Command::new(env!("CARGO_BIN_EXE_supervisor"))
            .arg("--server")
            .arg(e2e::page::server_binary()?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdin = process.stdin.take().context("no standard input")?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("no standard output")?)
            .read_line(&mut line)?;
        let authority = line
            .trim_end()
            .strip_prefix("http://")
            .context("no address")?
            .to_owned();
        Ok(Self {
            process,
            stdin,
            authority,
        })
    }

    /// The status line, the head and the body of the answer.
    fn post(&self, path: &str) -> Result<(u16, String, Value)> {
        let mut stream = TcpStream::connect(&self.authority)?;
        let host = &self.authority;
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .context("an answer with no end of its head")?;
        let status = head
            .split(' ')
            .nth(1)
            .context("an answer with no status")?
            .parse()?;
        Ok((
            status,
            head.to_owned(),
            serde_json::from_str(body).unwrap_or_default(),
        ))
    }

    /// The id of a new server, and its authority.
    fn start_server(&self) -> Result<(u64, String)> {
        let (status, _, server) = self.post("/servers")?;
        assert_eq!(status, 201);
        let id = server["id"].as_u64().context("no id")?;
        let url = server["url"].as_str().context("no url")?;
        let authority = url
            .strip_prefix("ws://")
            .and_then(|url| url.strip_suffix('/'))
            .context("another url")?;
        Ok((id, authority.to_owned()))
    }

    fn close_input(self) -> Result<()> {
        let Self {
            mut process, stdin, ..
        } = self;
        drop(stdin);
        assert!(process.wait()?.success());
        Ok(())
    }
}

#[test]
fn server_listens_once_it_is_announced_and_is_gone_once_ended() -> Result<()> {
    let supervisor = Supervisor::start()?;
    for end in ["kill", "stop"] {
        let (id, authority) = supervisor.start_server()?;
        TcpStream::connect(&authority)?;
        assert_eq!(
            supervisor.post(&format!("/servers/{id}/{end}"))?.0,
            204,
            "{end}"
        );
        assert!(TcpStream::connect(&authority).is_err(), "{end}");
        assert_eq!(
            supervisor.post(&format!("/servers/{id}/{end}"))?.0,
            404,
            "{end}"
        );
    }
    supervisor.close_input()
}

#[test]
fn servers_end_with_the_supervisor() -> Result<()> {
    let supervisor = Supervisor::start()?;
    let (_, first) = supervisor.start_server()?;
    let (_, second) = supervisor.start_server()?;
    assert_ne!(first, second);
    supervisor.close_input()?;
    assert!(TcpStream::connect(first).is_err());
    assert!(TcpStream::connect(second).is_err());
    Ok(())
}

#[test]
fn page_of_any_origin_may_ask() -> Result<()> {
    let supervisor = Supervisor::start()?;
    let (status, head, _) = supervisor.post("/servers/1/kill")?;
    assert_eq!(status, 404);
    assert!(
        head.contains("\r\naccess-control-allow-origin: *"),
        "{head}"
    );
    supervisor.close_input()
}
