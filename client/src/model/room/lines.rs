//! What is read in a room: messages in the order of its log, and lines that say where the log broke off.
//!
//! What may not enter: what is only going to be said ([`says`](super::says)), and what of it was read
//! ([`unread`](super::unread)).

use std::collections::VecDeque;
use std::rc::Rc;

use protocol::superchat::Position;

use super::unread::Unread;
use super::wire;
use crate::model::payload;
use crate::model::time::Time;

/// At most so many lines are there: they are all elements of the page.
pub const MOST: usize = 600;

/// With one more, so many go at once: what is kept of a room is written again each time.
const GO: usize = 100;

/// At most so many bytes of text are there, of which a line break counts as [`BREAK_BYTES`].
pub const MOST_BYTES: usize = 2 << 20;

/// A line break is an element of the page as a line is, and a text may be nothing else: 8 KiB of them
/// weigh half of all that is there, so that at the very worst there are 16,384.
const BREAK_BYTES: usize = 128;

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its number, which no other line has had.
    pub number: u64,
    /// What it says.
    pub what: What,
    generation: u64,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// What somebody said.
    Message(Rc<Message>),
    /// That what follows does not go on from what is above.
    Break(Break),
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Its place in the log.
    pub offset: u64,
    /// Who.
    pub name: Rc<str>,
    /// What.
    pub text: Rc<str>,
    /// When.
    pub at: Time,
    /// Whether it was said here.
    pub is_own: bool,
}

/// Why what follows does not go on from what is above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// The log is another one: the server lost the one before.
    NewLog,
    /// The log no longer has what was said in between.
    Gap,
}

/// The lines of a room, and how far they were read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lines {
    lines: VecDeque<Line>,
    bytes: usize,
    let_go: u64,
    next_number: u64,
    epoch: Option<Rc<str>>,
    generation: u64,
    /// The offset behind which the messages of this epoch begin, once it is known.
    base: Option<u64>,
    /// The offset of the newest message there was in it when one came in.
    newest_then: u64,
    /// The offset of the newest message of this epoch, 0 before there is one.
    newest: u64,
    unread: Unread,
}

impl Lines {
    /// Lines that will be what they were before a reload once the server has told them again.
    #[must_use]
    pub fn restored(base: Option<Position>, read: Option<u64>) -> Self {
        let base_offset = base.as_ref().map(|base| base.offset);
        Self {
            epoch: base.map(|base| base.epoch.into()),
            base: base_offset,
            newest: base_offset.unwrap_or_default(),
            unread: Unread::restored(read),
            ..Self::default()
        }
    }

    /// No lines, in another room that the person looks at, or not, as they do at this one.
    #[must_use]
    pub fn elsewhere(&self) -> Self {
        Self {
            unread: self.unread.elsewhere(),
            ..Self::default()
        }
    }

    /// The position to go on from, if there is one.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.base.and(self.at(self.newest))
    }

    /// The position from which the server can tell all these lines again.
    #[must_use]
    pub fn base(&self) -> Option<Position> {
        self.base.and_then(|base| self.at(base))
    }

    /// The newest position that the log is known to have reached, be it here or not.
    #[must_use]
    pub fn newest_known(&self) -> Option<Position> {
        self.at(self.newest.max(self.newest_then))
    }

    fn at(&self, offset: u64) -> Option<Position> {
        self.epoch.as_ref().map(|epoch| Position {
            epoch: epoch.as_ref().to_owned(),
            offset,
        })
    }

    /// Whether the message that came last is one that was there before the server told of it.
    #[must_use]
    pub fn is_catching_up(&self) -> bool {
        self.newest <= self.newest_then
    }

    /// The offset through which messages were read.
    #[must_use]
    pub fn read(&self) -> Option<u64> {
        self.unread.read()
    }

    /// The server says where it goes on. Says whether it is another log than before.
    pub fn go_on(&mut self, welcome: &wire::Welcome) -> bool {
        let is_known = self.epoch.as_ref() == Some(&welcome.epoch);
        // A log that has lost its end, too, goes on as another.
        self.newest_then = welcome.newest;
        let is_same = is_known && (welcome.recovered || welcome.newest >= self.newest);
        if is_same && welcome.recovered {
            self.unread.catch_up();
            return false;
        }
        let was_asked_for = self.position().is_some();
        let is_first = self.epoch.replace(Rc::clone(&welcome.epoch)).is_none();
        self.base = (welcome.newest == 0).then_some(0);
        if is_same {
            self.unread.catch_up();
            if was_asked_for {
                self.push(What::Break(Break::Gap));
            }
            // All of the page that follows is new: behind what the log let go of, or in a log that was put back to
            // an earlier state and has given these offsets again.
            self.newest = 0;
            return false;
        }
        self.generation += 1;
        self.newest = 0;
        // Who comes for the first time has missed nothing.
        self.unread
            .begin_log(if is_first { welcome.newest } else { 0 });
        self.unread.catch_up();
        if !is_first {
            self.push(What::Break(Break::NewLog));
        }
        true
    }

    /// A message, which may be one that is here already.
    pub fn hear(&mut self, message: wire::Message, is_own: bool) {
        let offset = message.offset;
        if self.epoch.is_none() || offset <= self.newest {
            return;
        }
        self.newest = offset;
        self.base.get_or_insert(offset - 1);
        let number = self.next_number;
        self.bytes += weight_bytes(&message.text);
        self.push(What::Message(Rc::new(Message {
            offset,
            name: message.name,
            text: message.text,
            at: Time(message.time_ms as f64),
            is_own,
        })));
        self.unread
            .hear(offset, number, self.is_catching_up(), is_own);
        self.let_go();
    }

    /// The person looks at the newest line, or no longer does.
    pub fn look(&mut self, is_looked_at: bool) {
        let newest = self.epoch.is_some().then_some(self.newest);
        self.unread.look(is_looked_at, newest);
    }

    /// The lines, the oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Line> + ExactSizeIterator {
        self.lines.iter()
    }

    /// Whether all has come that there was when one came in.
    #[must_use]
    pub fn is_caught_up(&self) -> bool {
        self.newest >= self.newest_then
    }

    /// How many messages are no longer here.
    #[must_use]
    pub fn messages_let_go(&self) -> u64 {
        self.let_go
    }

    /// How many messages the person has not seen.
    #[must_use]
    pub fn unread(&self) -> u64 {
        self.unread.count()
    }

    /// The number of the line at which what the person had not seen begins.
    #[must_use]
    pub fn unread_from(&self) -> Option<u64> {
        self.unread.from()
    }

    fn push(&mut self, what: What) {
        self.lines.push_back(Line {
            number: self.next_number,
            what,
            generation: self.generation,
        });
        self.next_number += 1;
    }

    fn let_go(&mut self) {
        let too_many = if self.lines.len() > MOST { GO } else { 0 };
        for gone in 0_usize.. {
            if gone >= too_many && (self.bytes <= MOST_BYTES || self.lines.len() <= 1) {
                break;
            }
            let Some(line) = self.lines.pop_front() else {
                break;
            };
            if let What::Message(message) = line.what {
                self.bytes -= weight_bytes(&message.text);
                self.let_go += 1;
                if line.generation == self.generation {
                    self.base = Some(message.offset);
                }
            }
        }
        let first = self.lines.front().map_or(self.next_number, |it| it.number);
        self.unread.let_go_before(first, self.is_catching_up());
    }
}

fn weight_bytes(text: &str) -> usize {
    text.len() + (payload::lines(text).count() - 1) * BREAK_BYTES
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use protocol::superchat::MAX_TEXT_BYTES;

    use super::*;

    fn welcome(epoch: &str, newest: u64, recovered: bool) -> wire::Welcome {
        wire::Welcome {
            name: "me".into(),
            epoch: epoch.into(),
            newest,
            recovered,
            members: vec![],
            count: 1,
        }
    }

    fn message(offset: u64, text: &str) -> wire::Message {
        wire::Message {
            offset,
            name: "kim".into(),
            text: text.into(),
            time_ms: offset,
            id: None,
        }
    }

    /// The offsets of messages, and a letter for each break.
    fn shown(lines: &Lines) -> String {
        let words = lines.iter().map(|line| match &line.what {
            What::Message(message) => message.offset.to_string(),
            What::Break(Break::NewLog) => "new".to_owned(),
            What::Break(Break::Gap) => "gap".to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn hear(lines: &mut Lines, offsets: impl IntoIterator<Item = u64>) {
        for offset in offsets {
            lines.hear(message(offset, "x"), false);
        }
    }

    fn offset(position: Option<Position>) -> Option<u64> {
        position.map(|position| position.offset)
    }

    #[test]
    fn each_message_is_there_once_and_in_order() {
        let mut lines = Lines::default();
        hear(&mut lines, [1]);
        assert_eq!(shown(&lines), "", "before it is known which log it is");
        assert!(lines.go_on(&welcome("a", 3, false)));
        hear(&mut lines, [2, 3, 3, 1, 5]);
        assert!(!lines.go_on(&welcome("a", 6, true)));
        hear(&mut lines, [5, 6]);
        assert_eq!(shown(&lines), "2 3 5 6");
        assert_eq!(
            (offset(lines.base()), offset(lines.position())),
            (Some(1), Some(6))
        );
    }

    #[test]
    fn what_was_there_when_one_came_in_has_come_with_the_last_of_it() {
        let mut lines = Lines::default();
        for (newest, is_recovered) in [(3, false), (6, true)] {
            lines.go_on(&welcome("a", newest, is_recovered));
            hear(&mut lines, [newest - 1]);
            assert!(!lines.is_caught_up());
            hear(&mut lines, [newest]);
            assert!(lines.is_caught_up());
        }
    }

    #[test]
    fn a_break_says_what_happened_and_what_was_there_stays() {
        let mut lines = Lines::default();
        lines.go_on(&welcome("a", 2, false));
        hear(&mut lines, [1, 2]);
        lines.go_on(&welcome("a", 90, false));
        hear(&mut lines, [80, 90]);
        assert_eq!(offset(lines.base()), Some(79));
        assert!(lines.go_on(&welcome("b", 1, false)));
        hear(&mut lines, [1]);
        assert_eq!(shown(&lines), "1 2 gap 80 90 new 1");
        assert_eq!(offset(lines.base()), Some(0));
        assert!(lines.go_on(&welcome("b", 0, false)), "it lost its end");
        hear(&mut lines, [1]);
        assert_eq!(shown(&lines), "1 2 gap 80 90 new 1 new 1");
    }

    #[test]
    fn in_a_log_that_was_put_back_and_has_gone_on_nothing_is_taken_for_what_was_there() {
        let mut lines = Lines::default();
        lines.go_on(&welcome("a", 5, false));
        hear(&mut lines, [4, 5]);
        assert!(!lines.go_on(&welcome("a", 6, false)));
        assert_eq!(lines.position(), None, "the page that is told has not come");
        hear(&mut lines, [4, 5, 6]);
        assert_eq!(shown(&lines), "4 5 gap 4 5 6");
        assert_eq!(offset(lines.position()), Some(6));
    }

    #[test]
    fn who_comes_for_the_first_time_breaks_nothing_off() {
        let mut lines = Lines::default();
        lines.go_on(&welcome("a", 90, false));
        assert_eq!(lines.position(), None, "the page that is told has not come");
        lines.go_on(&welcome("a", 90, false));
        hear(&mut lines, [90]);
        assert_eq!(shown(&lines), "90");
        let mut empty = Lines::default();
        empty.go_on(&welcome("a", 0, false));
        assert_eq!(offset(empty.position()), Some(0));
    }

    #[test]
    fn who_comes_for_the_first_time_has_missed_nothing() {
        let mut lines = Lines::default();
        lines.go_on(&welcome("a", 2, false));
        hear(&mut lines, [1, 2]);
        assert_eq!((lines.unread(), lines.unread_from()), (0, None));
        lines.look(true);
        hear(&mut lines, [3]);
        assert_eq!((lines.unread(), lines.unread_from()), (0, None));
        assert_eq!(lines.read(), Some(3));
    }

    #[test]
    fn what_was_missed_by_a_reload_or_a_reconnect_begins_at_a_line() {
        let base = Position {
            epoch: "a".to_owned(),
            offset: 4,
        };
        let mut lines = Lines::restored(Some(base), Some(6));
        lines.look(true);
        lines.go_on(&welcome("a", 8, true));
        hear(&mut lines, 5..=9);
        assert_eq!((lines.unread(), lines.unread_from()), (0, Some(2)));
        assert_eq!(lines.read(), Some(9));
        lines.go_on(&welcome("a", 9, true));
        hear(&mut lines, [10]);
        assert_eq!(lines.unread_from(), Some(2), "nothing was missed");
        lines.go_on(&welcome("a", 90, false));
        hear(&mut lines, 80..=90);
        assert_eq!(lines.unread_from(), Some(7));
        lines.go_on(&welcome("b", 1, false));
        hear(&mut lines, [1]);
        assert_eq!(lines.unread_from(), Some(19));
    }

    #[test]
    fn where_what_was_missed_is_more_than_is_kept_all_that_is_left_of_it_is_new() {
        let mut lines = Lines::default();
        lines.go_on(&welcome("a", 0, false));
        lines.look(true);
        let most = MOST as u64;
        lines.go_on(&welcome("a", most + 1, true));
        hear(&mut lines, 1..=most + 1);
        assert_eq!(lines.unread_from(), Some(GO as u64));
        hear(&mut lines, most + 2..=2 * most);
        assert_eq!(lines.unread_from(), None, "it was seen before it went");
    }

    #[test]
    fn after_a_reload_the_same_is_read_and_unread() {
        let base = Position {
            epoch: "a".to_owned(),
            offset: 4,
        };
        let mut lines = Lines::restored(Some(base.clone()), Some(6));
        assert_eq!(lines.position(), Some(base));
        lines.go_on(&welcome("a", 8, true));
        hear(&mut lines, 5..=8);
        assert_eq!(shown(&lines), "5 6 7 8");
        assert_eq!((lines.unread(), lines.unread_from()), (2, Some(2)));
    }

    #[test]
    fn after_a_reload_it_is_told_what_the_log_no_longer_has() {
        let base = Position {
            epoch: "a".to_owned(),
            offset: 4,
        };
        let mut lines = Lines::restored(Some(base), Some(6));
        lines.go_on(&welcome("a", 90, false));
        hear(&mut lines, [90]);
        assert_eq!(shown(&lines), "gap 90");
    }

    #[test]
    fn they_do_not_grow_without_end_and_the_base_follows() {
        let mut lines = Lines::default();
        lines.go_on(&welcome("a", 0, false));
        hear(&mut lines, 1..=MOST as u64 + 1);
        assert_eq!(lines.iter().len(), MOST + 1 - GO);
        assert_eq!(lines.messages_let_go(), GO as u64);
        assert_eq!(offset(lines.base()), Some(GO as u64));
        let large = "x".repeat(MOST_BYTES);
        lines.hear(message(10_000, &large), false);
        lines.hear(message(10_001, &large), false);
        assert_eq!(shown(&lines), "10001");
        assert_eq!(offset(lines.base()), Some(10_000));
    }

    #[test]
    fn nobody_has_the_page_make_elements_without_end_of_breaks() {
        let mut lines = Lines::default();
        lines.go_on(&welcome("a", 0, false));
        for text in ["\n", "\r", "\r\n"] {
            let text = text.repeat(MAX_TEXT_BYTES / text.len());
            for _ in 0..20 {
                let offset = lines.newest + 1;
                lines.hear(message(offset, &text), false);
            }
            let texts = lines.iter().map(|line| match &line.what {
                What::Message(message) => payload::lines(&message.text).count() - 1,
                What::Break(_) => 0,
            });
            let breaks = texts.sum::<usize>();
            assert!((4_096..=16_384).contains(&breaks), "{breaks}");
        }
        hear(&mut lines, 1_000..1_600);
        assert_eq!(
            lines.bytes,
            lines.iter().len(),
            "what is gone weighs nothing"
        );
    }
}
