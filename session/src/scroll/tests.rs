//! Small steps are small, the ends are the ends, and the bar goes where the list is.

use proptest::prelude::*;

use super::*;

const VIEWPORT_PX: f64 = 600.0;

/// A list and the element that stands for it, as a browser would have it.
#[derive(Debug)]
struct Scrolling {
    scroller: Scroller,
    list_px: u64,
    place_px: f64,
}

impl Scrolling {
    fn new(list_px: u64) -> Self {
        let scroller = Scroller {
            top_px: 0.0,
            viewport_px: VIEWPORT_PX,
            is_adrift: false,
        };
        Self {
            scroller,
            list_px,
            place_px: 0.0,
        }
    }

    fn end_px(&self) -> f64 {
        (canvas_px(self.list_px) - VIEWPORT_PX).max(0.0)
    }

    fn to(&mut self, to_px: f64) {
        let scrolled = Scrolled {
            from_px: self.scroller.top_px,
            to_px: to_px.clamp(0.0, self.end_px()),
            end_px: self.end_px(),
            viewport_px: VIEWPORT_PX,
        };
        self.scroller.top_px = scrolled.to_px;
        self.place_px = self
            .scroller
            .place_after(&scrolled, self.list_px, self.place_px);
        self.scroller.settle(self.list_px, self.place_px);
    }

    fn by(&mut self, step_px: f64) {
        self.to(self.scroller.top_px + step_px);
    }

    fn list_end_px(&self) -> f64 {
        self.scroller.list_end_px(self.list_px)
    }
}

/// Lists that are shorter than the viewport, than an element may be, and longer.
fn any_list() -> impl Strategy<Value = u64> {
    prop_oneof![0_u64..2_000, 0_u64..9_000_000, 7_999_000_u64..2_000_000_000]
}

#[test]
fn the_wheel_alone_reaches_both_ends_of_a_list_that_is_longer_than_an_element() {
    let mut scrolling = Scrolling::new(8_500_000);
    let mut steps = 0;
    while scrolling.place_px < scrolling.list_end_px() {
        let before_px = scrolling.place_px;
        scrolling.by(500.0);
        assert!(scrolling.place_px > before_px, "stuck at {scrolling:?}");
        steps += 1;
    }
    assert_eq!(scrolling.scroller.top_px, scrolling.end_px());
    // No step was longer than the wheel's.
    assert!((16_999..17_002).contains(&steps), "{steps} steps");
    while scrolling.place_px > 0.0 {
        let before_px = scrolling.place_px;
        scrolling.by(-500.0);
        assert!(scrolling.place_px < before_px, "stuck at {scrolling:?}");
    }
    assert_eq!(scrolling.scroller.top_px, 0.0);
}

#[test]
fn a_list_that_is_a_pixel_longer_than_what_is_in_view_has_two_ends() {
    let mut scrolling = Scrolling::new(VIEWPORT_PX as u64 + 1);
    scrolling.to(1.0);
    assert_eq!(scrolling.place_px, 1.0);
    scrolling.to(0.0);
    assert_eq!(scrolling.place_px, 0.0);
}

proptest! {
    #[test]
    fn a_list_that_an_element_can_be_is_scrolled_as_the_element(
        list_px in 0_u64..8_000_000,
        tops in prop::collection::vec(0.0..8_000_000.0, 1..20)
    ) {
        let mut scrolling = Scrolling::new(list_px);
        for to_px in tops {
            scrolling.to(to_px);
            prop_assert!((scrolling.place_px - to_px.min(scrolling.end_px())).abs() <= 1.0);
            prop_assert!((scrolling.scroller.top_px - scrolling.place_px).abs() < 1e-6);
        }
    }

    #[test]
    fn the_ends_of_the_bar_are_the_ends_of_the_list(list_px in any_list(), from in 0.0..1.0) {
        let mut scrolling = Scrolling::new(list_px);
        let from_px = scrolling.end_px() * from;
        // A step of a wheel moves the list by as much, and there may be more of it behind.
        let is_step = scrolling.end_px() - from_px <= VIEWPORT_PX;
        prop_assume!(!is_step || scrolling.end_px() == scrolling.list_end_px());
        scrolling.to(from_px);
        scrolling.to(f64::MAX);
        prop_assert_eq!(scrolling.place_px, scrolling.list_end_px());
        prop_assert_eq!(scrolling.scroller.top_px, scrolling.end_px());
        scrolling.to(0.0);
        prop_assert_eq!(scrolling.place_px, 0.0);
        prop_assert_eq!(scrolling.scroller.top_px, 0.0);
    }

    #[test]
    fn who_drags_the_bar_further_sees_what_is_further(
        list_px in any_list(),
        from in 0.0..1.0,
        mut to in prop::collection::vec(0.0..1.0, 2)
    ) {
        to.sort_by(f64::total_cmp);
        let reached = |part: f64| {
            let mut scrolling = Scrolling::new(list_px);
            scrolling.to(scrolling.end_px() * from);
            let (before_px, to_px) = (scrolling.scroller.top_px, scrolling.end_px() * part);
            scrolling.to(to_px);
            ((before_px - to_px).abs() > VIEWPORT_PX).then_some(scrolling.place_px)
        };
        if let (Some(nearer), Some(further)) = (reached(to[0]), reached(to[1])) {
            prop_assert!(nearer <= further);
        }
    }

    #[test]
    fn small_steps_move_the_list_by_as_much(
        list_px in any_list(),
        from in 0.0..1.0,
        steps in prop::collection::vec(-600.0..600.0_f64, 1..50)
    ) {
        let mut scrolling = Scrolling::new(list_px);
        scrolling.to(scrolling.end_px() * from);
        for step_px in steps {
            let before_px = scrolling.place_px;
            let top_px = scrolling.scroller.top_px;
            let could_move: f64 = (top_px + step_px).clamp(0.0, scrolling.end_px()) - top_px;
            scrolling.by(step_px);
            let moved_px = scrolling.place_px - before_px;
            let ends = [0.0, scrolling.list_end_px()];
            let is_small = could_move.abs() >= 1.0 && (moved_px - could_move).abs() < 1e-3;
            prop_assert!(is_small || ends.contains(&scrolling.place_px) || could_move.abs() < 1.0);
            prop_assert!(moved_px.abs() <= VIEWPORT_PX + 2.0);
        }
    }

    #[test]
    fn the_bar_is_never_far_from_where_the_list_is(
        list_px in any_list(),
        steps in prop::collection::vec(prop_oneof![-600.0..600.0_f64, -8e6..8e6], 1..50)
    ) {
        let mut scrolling = Scrolling::new(list_px);
        for step_px in steps {
            scrolling.by(step_px);
            let part = scrolling.place_px / scrolling.list_end_px().max(1.0);
            let right_px = part * scrolling.end_px();
            let top_px = scrolling.scroller.top_px;
            prop_assert!((top_px - right_px).abs() <= MAX_DRIFT_PX + 2.0);
            prop_assert!(top_px >= 0.0 && top_px <= scrolling.end_px());
            prop_assert_eq!(top_px == 0.0, scrolling.place_px == 0.0);
            prop_assert_eq!(
                top_px == scrolling.end_px(),
                scrolling.place_px == scrolling.list_end_px()
            );
        }
    }
}
