//! What of a room was read, and where what was not begins.
//!
//! What may not enter: what the messages say, and which of them are still here ([`lines`](super::lines)).

/// How far a room was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Unread {
    read: Option<u64>,
    /// How far it was read before the server told what came meanwhile; none once a line begins there.
    missed_after: Option<u64>,
    is_looked_at: bool,
    count: u64,
    from: Option<u64>,
}

impl Unread {
    /// As it was before a reload.
    pub(super) fn restored(read: Option<u64>) -> Self {
        Self {
            read,
            ..Self::default()
        }
    }

    /// Nothing of another log was read by somebody who looks, or not, as before.
    pub(super) fn elsewhere(&self) -> Self {
        Self {
            is_looked_at: self.is_looked_at,
            ..Self::default()
        }
    }

    /// The offset through which messages were read.
    pub(super) fn read(&self) -> Option<u64> {
        self.read
    }

    /// How many messages came while nobody looked.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The number of the line at which what was not seen begins. It stays for those who read on from
    /// there, until something else is not seen.
    pub(super) fn from(&self) -> Option<u64> {
        self.from
    }

    /// A log begins, of which so much counts as read.
    pub(super) fn begin_log(&mut self, read: u64) {
        self.read = Some(read);
    }

    /// The server is about to tell what came since. Whoever looks as it comes has not seen it before.
    pub(super) fn catch_up(&mut self) {
        self.missed_after = Some(self.read.unwrap_or_default());
    }

    /// A message came in the line of this number; whether it was there before the server told of it, and
    /// whether it was said here.
    pub(super) fn hear(&mut self, offset: u64, number: u64, is_missed: bool, is_own: bool) {
        let is_unseen = if self.is_looked_at {
            self.read = Some(offset);
            is_missed && self.missed_after.is_some_and(|read| offset > read)
        } else {
            self.read.is_none_or(|read| offset > read)
        };
        if is_own || !is_unseen {
            return;
        }
        self.missed_after = None;
        if self.count == 0 {
            self.from = Some(number);
        }
        self.count += u64::from(!self.is_looked_at);
    }

    /// The person looks at the newest line, whose offset is this one where there is a log, or no longer does.
    pub(super) fn look(&mut self, is_looked_at: bool, newest: Option<u64>) {
        self.is_looked_at = is_looked_at;
        if is_looked_at {
            self.count = 0;
            self.read = self.read.max(newest);
        }
    }

    /// The lines before this one are gone. What was not seen begins here, then; but what was seen since
    /// begins nowhere.
    pub(super) fn let_go_before(&mut self, first: u64, is_catching_up: bool) {
        let is_gone = self.from.is_some_and(|from| from < first);
        if is_gone {
            self.from = (self.count > 0 || is_catching_up).then_some(first);
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    /// Read through 3.
    fn unread(is_looked_at: bool) -> Unread {
        let mut unread = Unread::restored(Some(3));
        unread.look(is_looked_at, Some(0));
        unread
    }

    /// Messages of others, each in the line of its offset.
    fn hear(unread: &mut Unread, offsets: impl IntoIterator<Item = u64>, is_missed: bool) {
        for offset in offsets {
            unread.hear(offset, offset, is_missed, false);
        }
    }

    fn told(unread: &Unread) -> (u64, Option<u64>) {
        (unread.count(), unread.from())
    }

    #[test]
    fn what_came_while_nobody_looked_is_counted_and_begins_at_a_line() {
        let mut unread = unread(true);
        hear(&mut unread, [4], false);
        unread.look(false, Some(4));
        unread.hear(5, 5, false, true);
        hear(&mut unread, [6, 7], false);
        assert_eq!((told(&unread), unread.read()), ((2, Some(6)), Some(4)));
        unread.look(true, Some(7));
        assert_eq!((told(&unread), unread.read()), ((0, Some(6)), Some(7)));
    }

    #[test]
    fn the_line_is_there_for_who_scrolls_to_it_until_something_else_is_not_seen() {
        let mut unread = unread(false);
        hear(&mut unread, 4..=90, false);
        unread.look(true, Some(90));
        unread.look(false, Some(90));
        assert_eq!(told(&unread), (0, Some(4)));
        hear(&mut unread, [91, 92], false);
        assert_eq!(told(&unread), (2, Some(91)));
    }

    #[test]
    fn what_was_missed_begins_at_a_line_though_somebody_looks_as_it_comes() {
        let mut unread = unread(true);
        unread.catch_up();
        hear(&mut unread, 2..=3, true);
        unread.hear(4, 4, true, true);
        assert_eq!(told(&unread), (0, None));
        hear(&mut unread, 5..=6, true);
        hear(&mut unread, [7], false);
        assert_eq!((told(&unread), unread.read()), ((0, Some(5)), Some(7)));
        unread.catch_up();
        hear(&mut unread, [8], true);
        assert_eq!(told(&unread), (0, Some(8)), "it was missed another time");
    }

    #[test]
    fn who_has_missed_nothing_or_only_their_own_words_sees_no_line() {
        let mut unread = unread(true);
        unread.catch_up();
        unread.hear(4, 4, true, true);
        hear(&mut unread, [5], false);
        assert_eq!(told(&unread), (0, None));
    }

    #[test]
    fn of_what_is_missed_the_first_line_stays_the_first() {
        for is_looked_at in [true, false] {
            let mut unread = unread(false);
            hear(&mut unread, [4], false);
            unread.catch_up();
            hear(&mut unread, [5], true);
            unread.look(is_looked_at, Some(5));
            hear(&mut unread, [6], true);
            assert_eq!(unread.from(), Some(4));
        }
    }

    #[test]
    fn where_the_line_is_gone_it_begins_at_the_first_that_is_left_unless_it_was_seen() {
        let mut unread = unread(false);
        hear(&mut unread, 4..=9, false);
        unread.let_go_before(4, false);
        assert_eq!(unread.from(), Some(4));
        unread.let_go_before(5, false);
        assert_eq!(unread.from(), Some(5));
        unread.look(true, Some(9));
        unread.let_go_before(6, true);
        assert_eq!(unread.from(), Some(6), "there is more to come of it");
        unread.let_go_before(7, false);
        assert_eq!(unread.from(), None);
    }
}
