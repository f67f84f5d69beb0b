//! A cluster of three nats-servers with JetStream, to which clients come through TLS and with a user's credentials.
//!
//! What may not enter: what is in its streams.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_nats::ConnectOptions;
use async_nats::jetstream::context::{GetStreamError, GetStreamErrorKind};
use async_nats::jetstream::stream::Stream;
use async_nats::jetstream::{self, Context, ErrorCode};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tempfile::TempDir;
use tokio::net::TcpSocket;
use tokio::time::{sleep, timeout};

use crate::nats_server::NatsServer;
use crate::nats_user::NatsUser;

/// The number of servers: the least of which one may be lost.
pub const NODES: usize = 3;

/// The pause before the state of a stream is read again.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// How long the first election may take. nats-server waits 4 s to 9 s before one.
const ELECTION_TIMEOUT: Duration = Duration::from_secs(60);

/// A cluster. Its servers are killed when this is dropped.
#[derive(Debug)]
pub struct NatsCluster {
    nodes: Vec<NatsServer>,
    folder: TempDir,
    /// Sockets that hold the ports of the routes between the servers, and never listen. All of them are known before
    /// the first server starts, and no other program is given one while a server is down.
    _ports: Vec<TcpSocket>,
}

impl NatsCluster {
    /// Starts one, and waits until its servers have elected the one that creates streams.
    ///
    /// # Panics
    ///
    /// nats-server is not installed, or does not start.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_certificates(folder.path());
        let user = NatsUser::generate();
        fs::write(folder.path().join("user.creds"), user.credentials).unwrap();
        let ports: Vec<_> = (0..NODES).map(|_| hold_a_port()).collect();
        let routes: Vec<_> = ports
            .iter()
            .map(|socket| socket.local_addr().unwrap())
            .collect();
        let listed: Vec<_> = routes
            .iter()
            .map(|route| format!("nats-route://{route}"))
            .collect();
        let listed = listed.join(", ");
        let nodes = routes.iter().enumerate().map(|(number, route)| {
            let file = folder.path().join(format!("{}.conf", name(number)));
            let [cert, key] = ["node.pem", "node.key"].map(|file| folder.path().join(file));
            let configuration = format!(
                "server_name: {}\n\
                 cluster {{ name: ullim, listen: \"{route}\", routes: [{listed}] }}\n\
                 tls {{ cert_file: {cert:?}, key_file: {key:?} }}\n\
                 {}",
                name(number),
                user.configuration
            );
            fs::write(&file, configuration).unwrap();
            NatsServer::start_with(&["--config", file.to_str().unwrap()])
        });
        let nodes = nodes.collect();
        let cluster = Self {
            nodes,
            folder,
            _ports: ports,
        };
        let jetstream = cluster.jetstream().await;
        let elected = timeout(ELECTION_TIMEOUT, async {
            // Until then JetStream answers that it is unavailable, or does not answer.
            while !is_not_found(jetstream.get_stream("none").await) {
                sleep(POLL_INTERVAL).await;
            }
        });
        elected.await.unwrap();
        cluster
    }

    /// The addresses of its servers for clients, one after the other.
    #[must_use]
    pub fn urls(&self) -> Vec<String> {
        let addresses = self.nodes.iter().map(NatsServer::address);
        addresses.map(|it| format!("tls://{it}")).collect()
    }

    /// The file of the authority that signed the certificate of its servers.
    #[must_use]
    pub fn ca(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// The file of an authority that signed none.
    #[must_use]
    pub fn other_ca(&self) -> PathBuf {
        self.folder.path().join("other-ca.pem")
    }

    /// The credentials file of a user with JetStream.
    #[must_use]
    pub fn credentials(&self) -> PathBuf {
        self.folder.path().join("user.creds")
    }

    /// A test's own access to JetStream.
    ///
    /// # Panics
    ///
    /// No server of the cluster can be reached.
    pub async fn jetstream(&self) -> Context {
        let credentials = fs::read_to_string(self.credentials()).unwrap();
        let options = ConnectOptions::new().add_root_certificates(self.ca());
        let options = options.credentials(&credentials).unwrap();
        jetstream::new(options.connect(self.urls()).await.unwrap())
    }

    /// The name of the server that leads this stream, once `replicas` servers have all of it.
    pub async fn leader(&self, jetstream: &Context, stream: &str, replicas: usize) -> String {
        loop {
            let info = match jetstream.get_stream(stream).await {
                Ok(stream) => stream.cached_info().cluster.clone(),
                Err(_) => None,
            };
            if let Some(cluster) = info
                && let Some(leader) = cluster.leader
                && 1 + cluster.replicas.iter().filter(|it| it.current).count() == replicas
            {
                return leader;
            }
            // It has no event for this.
            sleep(POLL_INTERVAL).await;
        }
    }

    /// Kills the server of that name (SIGKILL), as NATS names the leader of a stream.
    ///
    /// # Panics
    ///
    /// There is none.
    pub fn kill(&mut self, name: &str) {
        self.node(name).kill();
    }

    /// Starts the server of that name again, with its ports and what it stored.
    ///
    /// # Panics
    ///
    /// There is none, or it does not start.
    pub fn start_again(&mut self, name: &str) {
        self.node(name).start_again();
    }

    fn node(&mut self, wanted: &str) -> &mut NatsServer {
        let mut nodes = self.nodes.iter_mut().enumerate();
        nodes.find(|(number, _)| name(*number) == wanted).unwrap().1
    }
}

/// Whether JetStream knows that there is no such stream.
fn is_not_found(answer: Result<Stream, GetStreamError>) -> bool {
    let Err(error) = answer else { return false };
    matches!(error.kind(), GetStreamErrorKind::JetStream(error) if error.error_code() == ErrorCode::STREAM_NOT_FOUND)
}

fn name(number: usize) -> String {
    format!("node-{number}")
}

/// A socket that has a free port. With `SO_REUSEADDR`, which Go sets, too, a server can listen on it all the same.
fn hold_a_port() -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    socket
}

/// Writes an authority, a certificate of it for this machine, and another authority.
fn write_certificates(folder: &Path) {
    let mut authority = CertificateParams::new([]).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    for file in ["other-ca.pem", "ca.pem"] {
        let key = KeyPair::generate().unwrap();
        let certificate = authority.self_signed(&key).unwrap();
        fs::write(folder.join(file), certificate.pem()).unwrap();
        let issuer = Issuer::from_params(&authority, key);
        let node_key = KeyPair::generate().unwrap();
        let node = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        let node = node.signed_by(&node_key, &issuer).unwrap();
        // Those of the last authority stay.
        fs::write(folder.join("node.pem"), node.pem()).unwrap();
        fs::write(folder.join("node.key"), node_key.serialize_pem()).unwrap();
    }
}
