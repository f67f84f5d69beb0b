//! What several test suites need: processes, a network that fails, and clients.
//!
//! It depends on none of Ullim's programs. The tests inside the server may use it: types of the server, of which
//! such a test has its own copy, do not occur here. A program is a path that the caller gives.
//!
//! # Layout
//!
//! Each part has a feature of its own name, and those behind one line share one:
//!
//! - [`startup_line`]: the line by which a server says where it listens. Without a feature.
//! - `server_process`: a server in a process of its own, from that line to its end. `listening_process`, behind the
//!   same feature: any process that says where it listens.
//! - `nats_server`: a nats-server in a process of its own.
//! - `nats_cluster`: three of them with TLS and users. `nats_user` makes the users.
//! - `prefix_proxy`: a proxy that serves a server from a folder.
//! - `scripted_socket`: a WebSocket in memory whose client follows a script.
//! - `reliable_client`: a member of a room that loses nothing. `conversation`: what several of them do together.
//!   `history`: what each received, and the check over all. `faulty_proxy` and `network_faults`: the network between.
//!   Their feature is `reliable-client`.
//!
//! # Panics
//!
//! `server_process` returns errors, because programs use it, too. The others are part of a test: they panic where
//! the test has failed, and where the machine lacks what it needs.

#[cfg(feature = "reliable-client")]
pub mod conversation;
#[cfg(feature = "reliable-client")]
pub mod faulty_proxy;
#[cfg(feature = "reliable-client")]
pub mod history;
#[cfg(feature = "server-process")]
pub mod listening_process;
#[cfg(feature = "nats-cluster")]
pub mod nats_cluster;
#[cfg(feature = "nats-server")]
pub mod nats_server;
#[cfg(feature = "nats-cluster")]
pub mod nats_user;
#[cfg(feature = "reliable-client")]
pub mod network_faults;
#[cfg(feature = "prefix-proxy")]
pub mod prefix_proxy;
#[cfg(feature = "reliable-client")]
pub mod reliable_client;
#[cfg(feature = "scripted-socket")]
pub mod scripted_socket;
#[cfg(feature = "server-process")]
pub mod server_process;
pub mod startup_line;

#[cfg(feature = "server-process")]
pub use listening_process::ListeningProcess;
#[cfg(feature = "nats-cluster")]
pub use nats_cluster::NatsCluster;
#[cfg(feature = "nats-server")]
pub use nats_server::NatsServer;
#[cfg(feature = "server-process")]
pub use server_process::ServerProcess;
pub use startup_line::StartupLine;
