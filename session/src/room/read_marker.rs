//! How far the person has read a room, and where the unread messages begin.
//!
//! What may not enter: the messages themselves, and which of them the page still holds
//! ([`timeline`](super::timeline)).

/// How far the person has read a room.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ReadMarker {
    read_offset: Option<u64>,
    /// While catching up: how far the person had read before. `None` once an unread message was found.
    missed_after: Option<u64>,
    is_end_in_view: bool,
    unread_count: u64,
    first_unread: Option<u64>,
}

impl ReadMarker {
    /// The marker as it was before a reload.
    pub(super) fn restored(read_offset: Option<u64>) -> Self {
        Self {
            read_offset,
            ..Self::default()
        }
    }

    /// A marker for another room. Whether its end is in view stays as it is.
    pub(super) fn for_other_room(&self) -> Self {
        Self {
            is_end_in_view: self.is_end_in_view,
            ..Self::default()
        }
    }

    /// The offset through which the person has read.
    pub(super) fn read_offset(&self) -> Option<u64> {
        self.read_offset
    }

    /// The number of messages that came while the end was out of view.
    pub(super) fn unread_count(&self) -> u64 {
        self.unread_count
    }

    /// The number of the first item that was unread. It stays while the person reads on from there, until
    /// another message arrives unseen.
    pub(super) fn first_unread(&self) -> Option<u64> {
        self.first_unread
    }

    /// A log begins, read through this offset.
    pub(super) fn start_log(&mut self, read_offset: u64) {
        self.read_offset = Some(read_offset);
    }

    /// The server is about to send missed messages. They are unread even while the end is in view.
    pub(super) fn start_catching_up(&mut self) {
        self.missed_after = Some(self.read_offset.unwrap_or_default());
    }

    /// A message became the item of this number. `is_missed` says that it was in the log before the last
    /// welcome, `is_own` that this tab sent it.
    pub(super) fn on_message(&mut self, offset: u64, number: u64, is_missed: bool, is_own: bool) {
        let is_unread = if self.is_end_in_view {
            self.read_offset = Some(offset);
            is_missed && self.missed_after.is_some_and(|read| offset > read)
        } else {
            self.read_offset.is_none_or(|read| offset > read)
        };
        if is_own || !is_unread {
            return;
        }
        self.missed_after = None;
        if self.unread_count == 0 {
            self.first_unread = Some(number);
        }
        self.unread_count += u64::from(!self.is_end_in_view);
    }

    /// The person sees the end of the timeline, or no longer does. `newest` is the newest offset, if a log is
    /// known.
    pub(super) fn set_end_in_view(&mut self, is_in_view: bool, newest: Option<u64>) {
        self.is_end_in_view = is_in_view;
        if is_in_view {
            self.unread_count = 0;
            self.read_offset = self.read_offset.max(newest);
        }
    }

    /// The items before `first` are gone. A marker among them moves to `first` while unread messages remain,
    /// and disappears otherwise.
    pub(super) fn on_eviction(&mut self, first: u64, is_catching_up: bool) {
        let is_gone = self.first_unread.is_some_and(|number| number < first);
        if is_gone {
            self.first_unread = (self.unread_count > 0 || is_catching_up).then_some(first);
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    /// Read through 3.
    fn marker(is_end_in_view: bool) -> ReadMarker {
        let mut marker = ReadMarker::restored(Some(3));
        marker.set_end_in_view(is_end_in_view, Some(0));
        marker
    }

    /// Messages of others, each the item of its offset.
    fn receive(marker: &mut ReadMarker, offsets: impl IntoIterator<Item = u64>, is_missed: bool) {
        for offset in offsets {
            marker.on_message(offset, offset, is_missed, false);
        }
    }

    fn unread(marker: &ReadMarker) -> (u64, Option<u64>) {
        (marker.unread_count(), marker.first_unread())
    }

    #[test]
    fn messages_while_end_is_out_of_view_are_counted_and_marked() {
        let mut marker = marker(true);
        receive(&mut marker, [4], false);
        marker.set_end_in_view(false, Some(4));
        marker.on_message(5, 5, false, true);
        receive(&mut marker, [6, 7], false);
        assert_eq!(
            (unread(&marker), marker.read_offset()),
            ((2, Some(6)), Some(4))
        );
        marker.set_end_in_view(true, Some(7));
        assert_eq!(
            (unread(&marker), marker.read_offset()),
            ((0, Some(6)), Some(7))
        );
    }

    #[test]
    fn marker_after_reading_stays_until_the_next_unseen_message() {
        let mut marker = marker(false);
        receive(&mut marker, 4..=90, false);
        marker.set_end_in_view(true, Some(90));
        marker.set_end_in_view(false, Some(90));
        assert_eq!(unread(&marker), (0, Some(4)));
        receive(&mut marker, [91, 92], false);
        assert_eq!(unread(&marker), (2, Some(91)));
    }

    #[test]
    fn missed_messages_while_end_is_in_view_are_marked() {
        let mut marker = marker(true);
        marker.start_catching_up();
        receive(&mut marker, 2..=3, true);
        marker.on_message(4, 4, true, true);
        assert_eq!(unread(&marker), (0, None));
        receive(&mut marker, 5..=6, true);
        receive(&mut marker, [7], false);
        assert_eq!(
            (unread(&marker), marker.read_offset()),
            ((0, Some(5)), Some(7))
        );
        marker.start_catching_up();
        receive(&mut marker, [8], true);
        assert_eq!(unread(&marker), (0, Some(8)), "it was missed another time");
    }

    #[test]
    fn catching_up_on_own_messages_only_sets_no_marker() {
        let mut marker = marker(true);
        marker.start_catching_up();
        marker.on_message(4, 4, true, true);
        receive(&mut marker, [5], false);
        assert_eq!(unread(&marker), (0, None));
    }

    #[test]
    fn marker_while_catching_up_stays_at_the_first_unread() {
        for is_end_in_view in [true, false] {
            let mut marker = marker(false);
            receive(&mut marker, [4], false);
            marker.start_catching_up();
            receive(&mut marker, [5], true);
            marker.set_end_in_view(is_end_in_view, Some(5));
            receive(&mut marker, [6], true);
            assert_eq!(marker.first_unread(), Some(4));
        }
    }

    #[test]
    fn marker_evicted_moves_to_the_first_item_left_unless_read() {
        let mut marker = marker(false);
        receive(&mut marker, 4..=9, false);
        marker.on_eviction(4, false);
        assert_eq!(marker.first_unread(), Some(4));
        marker.on_eviction(5, false);
        assert_eq!(marker.first_unread(), Some(5));
        marker.set_end_in_view(true, Some(9));
        marker.on_eviction(6, true);
        assert_eq!(
            marker.first_unread(),
            Some(6),
            "there is more to come of it"
        );
        marker.on_eviction(7, false);
        assert_eq!(marker.first_unread(), None);
    }
}
