//! A room on a disk that can be full, and slow.

mod damage;
mod old_files;

use std::fs::OpenOptions;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use protocol::superchat::ErrorCode;
use redb::StorageBackend;
use redb::backends::FileBackend;
use tempfile::TempDir;
use testkit::nats_server::between_spawns;
use tokio::sync::Mutex;

use super::*;
use crate::room::{JoinRequest, Member, MessageFormat, RoomLimits, Rooms};

const LOG: LogLimits = LogLimits {
    messages: 9,
    bytes: usize::MAX,
    age_ms: 60_000,
};

const KIM: JoinRequest<'_> = JoinRequest {
    name: "kim",
    key: None,
    after: None,
    format: MessageFormat::Json,
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
    /// Held while the disk completes no write.
    stopped: Mutex<()>,
    /// Sends when a write begins.
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
        // One notification is enough.
        let _ = self.control.syncs.try_send(());
        drop(self.control.stopped.blocking_lock());
        self.file.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.check()?;
        self.file.write(offset, data)
    }
}

/// The output of `future`; it panics when a test has waited for too long.
async fn soon<T>(future: impl Future<Output = T>) -> T {
    let waited = tokio::time::timeout(Duration::from_secs(20), future).await;
    waited.expect("it took too long")
}

/// A member of a room on such a disk.
struct World {
    control: Arc<Control>,
    syncs: mpsc::Receiver<()>,
    rooms: Rooms,
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
        // Opening blocks on a lock, which a thread of the runtime must not.
        let store = tokio::task::spawn_blocking(|| DataDir::start(open, LOG, 9));
        let rooms = Rooms::new(limits, store.await.unwrap().unwrap());
        let (kim, _) = rooms.join("r", KIM).await.unwrap();
        Self {
            control,
            syncs,
            rooms,
            kim,
            _folder: folder,
        }
    }

    async fn say(&self, text: &str) -> Receipt {
        let id = format!("0123456789abcdef-{text}");
        let receipt = self.kim.say(text.to_owned(), Some(id), None);
        receipt.await.unwrap()
    }

    /// The offsets of the next messages.
    async fn receive(&mut self, count: usize) -> Vec<u64> {
        let mut offsets = Vec::new();
        while offsets.len() < count {
            for frame in soon(self.kim.next()).await.unwrap() {
                let message: serde_json::Value = serde_json::from_str(&frame).unwrap();
                offsets.extend(message["offset"].as_u64());
            }
        }
        offsets
    }
}

#[tokio::test]
async fn append_to_a_full_disk_is_refused_until_there_is_room() {
    let mut world = World::new().await;
    assert_eq!(world.say("a").await.await.unwrap(), 1);
    world.control.is_full.store(true, Ordering::SeqCst);
    for _ in 0..2 {
        let receipt = world.say("b").await.await;
        assert!(matches!(
            receipt,
            Err(StoreError::Failed(_) | StoreError::NotReady)
        ));
    }
    world.control.is_full.store(false, Ordering::SeqCst);
    assert_eq!(world.say("b").await.await.unwrap(), 2);
    assert_eq!(world.say("c").await.await.unwrap(), 3);
    assert_eq!(world.receive(3).await, [1, 2, 3]);
}

#[tokio::test]
async fn append_before_the_sync_is_neither_acknowledged_nor_published() {
    let mut world = World::new().await;
    while world.syncs.try_recv().is_ok() {}
    let control = Arc::clone(&world.control);
    let stopped = control.stopped.lock().await;
    let mut receipt = world.say("a").await;
    world.syncs.recv().await;
    assert!((&mut receipt).now_or_never().is_none());
    // It may be told that it has joined.
    while let Some(frames) = world.kim.next().now_or_never() {
        let frames = frames.unwrap();
        assert!(
            frames.iter().all(|it| it.contains(r#""type":"presence""#)),
            "{frames:?}"
        );
    }
    drop(stopped);
    assert_eq!(receipt.await.unwrap(), 1);
    assert_eq!(world.receive(1).await, [1]);
}

#[tokio::test]
async fn append_of_a_member_that_has_left_is_in_the_log() {
    let mut world = World::new().await;
    while world.syncs.try_recv().is_ok() {}
    let control = Arc::clone(&world.control);
    let stopped = control.stopped.lock().await;
    let receipt = world.say("a").await;
    world.syncs.recv().await;
    drop(world.kim);
    drop(stopped);
    assert_eq!(receipt.await.unwrap(), 1);
    (world.kim, _) = world.rooms.join("r", KIM).await.unwrap();
    assert_eq!(world.receive(1).await, [1]);
}

/// Opens the database of a folder.
fn open_in(folder: &TempDir) -> OpenDatabase {
    let path = folder.path().join(FILE);
    Box::new(move || redb::Database::create(&path))
}

#[test]
fn forget_and_open_in_one_batch_keeps_the_new_room() {
    let folder = tempfile::tempdir().unwrap();
    let writer = Writer::open(open_in(&folder), LOG, 9).unwrap();
    let limits = RoomLimits {
        max_rooms: 1,
        max_members: 1,
        messages_per_s: 1,
        log: LOG,
    };
    let [first, second] =
        [(); 2].map(|()| Arc::new(Room::new("r", &limits, &crate::room::RoomMemory::default())));
    // All waiting requests are in one batch.
    let (requests, waiting) = mpsc::channel(MAX_REQUESTS);
    let open = |room: &Arc<Room>| WriteRequest::Open {
        name: "r".to_owned(),
        room: Arc::clone(room),
        reply: oneshot::channel().0,
    };
    let append = |text: &str| {
        let (reply, offset) = oneshot::channel();
        let draft = Draft {
            name: "kim".to_owned(),
            text: text.to_owned(),
            id: None,
            after: None,
        };
        let name = "r".into();
        (WriteRequest::Append { name, draft, reply }, offset)
    };
    let name = "r".to_owned();
    let [(old, old_offset), (new, new_offset)] = ["old", "new"].map(append);
    for request in [
        open(&first),
        old,
        WriteRequest::Forget { name },
        open(&second),
        new,
    ] {
        requests.try_send(request).unwrap();
    }
    drop(requests);
    writer.run(waiting);
    let offsets = [old_offset, new_offset].map(|mut offset| offset.try_recv().unwrap().unwrap());
    assert_eq!(offsets, [1, 1]);
    assert_eq!(second.state().newest(), 1, "published in the new room");

    let loaded = disk::load(&open_in(&folder)().unwrap()).unwrap();
    let texts = loaded.rooms.iter().flat_map(|room| &room.entries);
    let texts: Vec<_> = texts.map(|entry| entry.plain().to_string()).collect();
    assert_eq!(texts, ["kim: new"]);
}

#[tokio::test]
async fn unopened_room_with_old_messages_only_frees_its_slot() {
    let folder = tempfile::tempdir().unwrap();
    let rooms = |age_ms| {
        let log = LogLimits { age_ms, ..LOG };
        let limits = RoomLimits {
            max_rooms: 1,
            max_members: 1,
            messages_per_s: 1,
            log,
        };
        // The store keeps it at any age; the rooms do not.
        let store = between_spawns(|| DataDir::open(folder.path(), LOG, 9));
        Rooms::new(limits, store.unwrap())
    };
    let (kim, _) = rooms(LOG.age_ms).join("old", KIM).await.unwrap();
    let receipt = kim.say("hi".to_owned(), None, None).await.unwrap();
    assert_eq!(receipt.await.unwrap(), 1);
    drop(kim);

    let refused = rooms(LOG.age_ms).join("new", KIM).await.unwrap_err();
    assert_eq!(refused, ErrorCode::TooManyRooms);
    let rooms = rooms(0);
    let joined = async {
        while rooms.join("new", KIM).await.is_err() {
            // Until the clock has moved by a millisecond.
            tokio::task::yield_now().await;
        }
    };
    soon(joined).await;
}
