//! On a disk that can be full, and slow.

use std::fs::OpenOptions;
use std::sync::atomic::{AtomicBool, Ordering};

use redb::StorageBackend;
use redb::backends::FileBackend;
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::*;
use crate::room::{Form, Member, Newcomer, RoomLimits, Rooms};

const LOG: Bounds = Bounds {
    messages: 9,
    bytes: usize::MAX,
    age_ms: 60_000,
};

/// A disk that can be full, and slow.
#[derive(Debug)]
struct Disk {
    file: FileBackend,
    control: Arc<Control>,
}

#[derive(Debug)]
struct Control {
    is_full: AtomicBool,
    /// Held while nothing gets through to the disk.
    stopped: Mutex<()>,
    /// Told when something is to get through.
    syncs: mpsc::Sender<()>,
}

impl Disk {
    fn check(&self) -> io::Result<()> {
        if self.control.is_full.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.file.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.check()?;
        self.file.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.check()?;
        // That it was told once is enough.
        let _ = self.control.syncs.try_send(());
        drop(self.control.stopped.blocking_lock());
        self.file.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.check()?;
        self.file.write(offset, data)
    }
}

/// Somebody in a room on such a disk.
struct World {
    control: Arc<Control>,
    syncs: mpsc::Receiver<()>,
    kim: Member,
    _folder: TempDir,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (sender, syncs) = mpsc::channel(1);
        let control = Arc::new(Control {
            is_full: AtomicBool::new(false),
            stopped: Mutex::new(()),
            syncs: sender,
        });
        let (path, of_disk) = (folder.path().join(FILE), Arc::clone(&control));
        let open = Box::new(move || {
            let mut options = OpenOptions::new();
            let options = options.read(true).write(true).create(true).truncate(false);
            let disk = Disk {
                file: FileBackend::new(options.open(&path)?)?,
                control: Arc::clone(&of_disk),
            };
            redb::Database::builder().create_with_backend(disk)
        });
        let limits = RoomLimits {
            max_rooms: 1,
            max_members: 1,
            messages_per_s: 1,
            log: LOG,
        };
        // It is opened on this thread, which must not wait for the lock in a runtime.
        let store = tokio::task::spawn_blocking(|| DataDir::start(open, LOG, 9));
        let rooms = Rooms::new(limits, store.await.unwrap().unwrap());
        let newcomer = Newcomer {
            name: "kim",
            key: None,
            after: None,
            form: Form::Json,
        };
        let (kim, _) = rooms.join("r", newcomer).await.unwrap();
        Self {
            control,
            syncs,
            kim,
            _folder: folder,
        }
    }

    async fn say(&self, text: &str) -> Receipt {
        let id = format!("0123456789abcdef-{text}");
        let said = self.kim.say(text.to_owned(), Some(id), None);
        said.await.unwrap()
    }

    /// The offsets of the messages that come next.
    async fn hear(&mut self, count: usize) -> Vec<u64> {
        let mut offsets = Vec::new();
        while offsets.len() < count {
            for frame in self.kim.next().await.unwrap() {
                let message: serde_json::Value = serde_json::from_str(&frame).unwrap();
                offsets.extend(message["offset"].as_u64());
            }
        }
        offsets
    }
}

#[tokio::test]
async fn a_full_disk_is_refused_and_when_there_is_room_again_it_goes_on() {
    let mut world = World::new().await;
    assert_eq!(world.say("a").await.await, Ok(1));
    world.control.is_full.store(true, Ordering::SeqCst);
    for _ in 0..2 {
        let said = world.say("b").await.await;
        assert_eq!(said, Err(StoreError::Unavailable));
    }
    world.control.is_full.store(false, Ordering::SeqCst);
    assert_eq!(world.say("b").await.await, Ok(2));
    assert_eq!(world.say("c").await.await, Ok(3));
    assert_eq!(world.hear(3).await, [1, 2, 3]);
}

#[tokio::test]
async fn nothing_is_acknowledged_or_heard_before_it_is_on_the_disk() {
    let mut world = World::new().await;
    while world.syncs.try_recv().is_ok() {}
    let control = Arc::clone(&world.control);
    let stopped = control.stopped.lock().await;
    let mut said = world.say("a").await;
    world.syncs.recv().await;
    assert_eq!((&mut said).now_or_never(), None);
    assert!(world.kim.next().now_or_never().is_none());
    drop(stopped);
    assert_eq!(said.await, Ok(1));
    assert_eq!(world.hear(1).await, [1]);
}
