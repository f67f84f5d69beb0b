//! Certificates of the real binary: from files, read again on SIGHUP, or self-signed.

use std::path::Path;

use super::binary::{self, command};
use super::common::soon;
use super::tls_client::{connect, shown_at};
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustix::process::Signal;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use testkit::ServerProcess;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::rustls::pki_types::CertificateDer;

/// `cert.pem` and `key.pem` in a folder, and the arguments that name them.
struct Pair {
    folder: TempDir,
    arguments: [String; 6],
}

impl Pair {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let path = |name| folder.path().join(name).to_str().unwrap().to_owned();
        let arguments = [
            "--bind".to_owned(),
            "127.0.0.1:0".to_owned(),
            "--tls-cert".to_owned(),
            path("cert.pem"),
            "--tls-key".to_owned(),
            path("key.pem"),
        ];
        Self { folder, arguments }
    }

    /// Writes a new certificate and its key.
    fn write(&self) -> CertificateDer<'static> {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        std::fs::write(self.cert(), cert.pem()).unwrap();
        std::fs::write(self.key(), signing_key.serialize_pem()).unwrap();
        cert.into()
    }

    fn cert(&self) -> impl AsRef<Path> {
        self.folder.path().join("cert.pem")
    }

    fn key(&self) -> impl AsRef<Path> {
        self.folder.path().join("key.pem")
    }

    async fn start(&self) -> ServerProcess {
        let mut command = command();
        command.args(&self.arguments);
        ServerProcess::start(command).await.unwrap()
    }
}

#[tokio::test]
async fn sighup_loads_a_new_certificate_and_keeps_the_old_for_a_bad_one() {
    let pair = Pair::new();
    let first = pair.write();
    let mut server = pair.start().await;
    let address = server.authority().parse().unwrap();
    assert_eq!(shown_at(address).await, first);
    let mut begun = connect(address, "localhost", first).await.unwrap();

    let second = pair.write();
    server.signal(Signal::HUP).unwrap();
    server
        .wait_for_log("SIGHUP: a new certificate")
        .await
        .unwrap();
    assert_eq!(shown_at(address).await, second);

    std::fs::write(pair.key(), "nothing of use").unwrap();
    server.signal(Signal::HUP).unwrap();
    let line = server
        .wait_for_log("SIGHUP: the old certificate stays")
        .await
        .unwrap();
    assert!(line.contains("ERROR") && line.contains("key.pem"), "{line}");
    assert_eq!(shown_at(address).await, second);

    // A connection from before goes on.
    let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    begun.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    soon(begun.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[tokio::test]
async fn self_signed_certificate_is_printed_as_its_fingerprint() {
    let mut server = binary::start(&["--bind", "127.0.0.1:0", "--tls-self-signed"]).await;
    let printed = server.next_line().await.unwrap();
    let shown = shown_at(server.authority().parse().unwrap()).await;
    let digest = Sha256::digest(&shown);
    let bytes: Vec<_> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    assert_eq!(printed, format!("SHA-256 {}", bytes.join(":")));
}

#[tokio::test]
async fn unusable_pair_is_refused_in_a_sentence_before_anything_listens() {
    let other_key = KeyPair::generate().unwrap().serialize_pem();
    type Spoil<'a> = &'a dyn Fn(&Pair);
    let cases: [(Spoil<'_>, &str); 5] = [
        (
            &|pair| std::fs::remove_file(pair.cert()).unwrap(),
            "cert.pem: I/O error: No such file",
        ),
        (
            &|pair| std::fs::remove_file(pair.key()).unwrap(),
            "key.pem: I/O error: No such file",
        ),
        (
            &|pair| std::fs::write(pair.cert(), "").unwrap(),
            "cert.pem holds no certificate in PEM",
        ),
        (
            &|pair| std::fs::write(pair.key(), "").unwrap(),
            "key.pem holds no private key in PEM",
        ),
        (
            &|pair| std::fs::write(pair.key(), &other_key).unwrap(),
            "does not belong to the certificate",
        ),
    ];
    for (spoil, words) in cases {
        let pair = Pair::new();
        pair.write();
        spoil(&pair);
        assert_refused(
            pair.arguments.each_ref().map(String::as_str).as_slice(),
            words,
        )
        .await;
    }
}

#[tokio::test]
async fn half_a_pair_or_two_certificates_are_refused_with_the_flags() {
    let half = "--tls-cert and --tls-key need each other";
    assert_refused(&["--tls-cert", "cert.pem"], half).await;
    assert_refused(&["--tls-key", "key.pem"], half).await;
    assert_refused(&["--tls-key", "key.pem", "--tls-self-signed"], half).await;
    let both = ["--tls-cert", "c", "--tls-key", "k", "--tls-self-signed"];
    assert_refused(
        &both,
        "--tls-self-signed makes a certificate, --tls-cert names one",
    )
    .await;
}

async fn assert_refused(arguments: &[&str], words: &str) {
    let output = soon(command().args(arguments).output()).await.unwrap();
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{sentence}");
    assert!(sentence.contains(words), "{sentence}");
    assert_eq!(output.stdout, b"");
}
