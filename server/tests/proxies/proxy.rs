//! A proxy in a process of its own, with its file of `deploy/`.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::fd::AsRawFd;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::io::{FdFlags, fcntl_setfd};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use testkit::ServerProcess;

/// The addresses and the host in the files of `deploy/`.
const SERVER: &str = "127.0.0.1:3000";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Nginx,
    HAProxy,
}

/// A running proxy, stopped when this is dropped.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    child: Child,
    /// Its configuration, and what it writes beside it.
    _folder: TempDir,
}

impl Proxy {
    pub(crate) fn start(kind: Kind, server: &ServerProcess) -> Self {
        Self::start_with(kind, server, |file| file)
    }

    /// A proxy that gives a silent connection up after 2 s.
    pub(crate) fn start_hurried(kind: Kind, server: &ServerProcess) -> Self {
        Self::start_with(kind, server, |file| match kind {
            Kind::Nginx => replaced(&file, "proxy_read_timeout 90s", "proxy_read_timeout 2s"),
            Kind::HAProxy => replaced(&file, "timeout tunnel 90s", "timeout tunnel 2s"),
        })
    }

    /// The proxy inherits a socket that listens already, so that its port is free and no client comes too early.
    fn start_with(kind: Kind, server: &ServerProcess, change: impl Fn(String) -> String) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        fcntl_setfd(&listener, FdFlags::empty()).unwrap();
        let socket = listener.as_raw_fd();
        let folder = tempfile::tempdir().unwrap();
        let deployed = |name: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../deploy")
                .join(name);
            let file = std::fs::read_to_string(path).unwrap();
            replaced(&change(file), SERVER, server.authority())
        };
        let path = folder.path().join("configuration");
        let mut command = match kind {
            Kind::Nginx => {
                let site = replaced(
                    &deployed("nginx.conf"),
                    "listen 80;",
                    &format!("listen {address};"),
                );
                let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
                    .map(|name| format!("{name}_temp_path {name}; "))
                    .concat();
                let file = format!(
                    "daemon off; worker_processes 1; pid pid; events {{}} \
                     http {{ access_log off; {temporary}\n{site} }}"
                );
                std::fs::write(&path, file).unwrap();
                let mut command = Command::new("/usr/sbin/nginx");
                command.arg("-p").arg(folder.path()).arg("-c").arg(&path);
                // Sockets are inherited by this name.
                command
                    .args(["-e", "errors"])
                    .env("NGINX", format!("{socket};"));
                command
            }
            Kind::HAProxy => {
                let file = replaced(
                    &deployed("haproxy.cfg"),
                    "bind :80",
                    &format!("bind fd@{socket}"),
                );
                std::fs::write(&path, file).unwrap();
                let mut command = Command::new("/usr/sbin/haproxy");
                command.arg("-db").arg("-f").arg(&path);
                command
            }
        };
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{kind:?}: {error}; run cargo xtask proxies"));
        Self {
            address,
            child,
            _folder: folder,
        }
    }
}

/// What is replaced must be there: the file of `deploy/` is what is tried.
fn replaced(file: &str, from: &str, to: &str) -> String {
    assert!(file.contains(from), "{from} is not in {file}");
    // Behind the comments.
    let lines = file
        .lines()
        .map(|line| match line.trim_start().starts_with('#') {
            true => line.to_owned(),
            false => line.replace(from, to),
        });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

impl Drop for Proxy {
    /// By SIGTERM, at which nginx stops its worker, too.
    fn drop(&mut self) {
        if let Some(pid) = Pid::from_raw(self.child.id().cast_signed()) {
            let _ = kill_process(pid, Signal::TERM);
        }
        let _ = self.child.wait();
    }
}
