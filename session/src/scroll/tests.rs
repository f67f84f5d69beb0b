//! Tests of scrolling: small steps are small, the ends are the ends, and the bar is near the list's
//! position.

use proptest::prelude::*;

use super::*;

const VIEWPORT_PX: f64 = 600.0;

/// A list and its element, as in a browser.
#[derive(Debug)]
struct Scrolling {
    scroller: Scroller,
    list_px: u64,
    position_px: f64,
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
            position_px: 0.0,
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
        self.position_px = self
            .scroller
            .position_after(&scrolled, self.list_px, self.position_px);
        self.scroller.settle(self.list_px, self.position_px);
    }

    fn by(&mut self, step_px: f64) {
        self.to(self.scroller.top_px + step_px);
    }

    fn list_end_px(&self) -> f64 {
        self.scroller.list_end_px(self.list_px)
    }
}

/// Lists shorter than the viewport, shorter than the tallest element, and longer.
fn any_list() -> impl Strategy<Value = u64> {
    prop_oneof![0_u64..2_000, 0_u64..9_000_000, 7_999_000_u64..2_000_000_000]
}

#[test]
fn wheel_on_a_scaled_list_reaches_both_ends() {
    let mut scrolling = Scrolling::new(8_500_000);
    let mut steps = 0;
    while scrolling.position_px < scrolling.list_end_px() {
        let before_px = scrolling.position_px;
        scrolling.by(500.0);
        assert!(scrolling.position_px > before_px, "stuck at {scrolling:?}");
        steps += 1;
    }
    assert_eq!(scrolling.scroller.top_px, scrolling.end_px());
    // No step was longer than the wheel's.
    assert!((16_999..17_002).contains(&steps), "{steps} steps");
    while scrolling.position_px > 0.0 {
        let before_px = scrolling.position_px;
        scrolling.by(-500.0);
        assert!(scrolling.position_px < before_px, "stuck at {scrolling:?}");
    }
    assert_eq!(scrolling.scroller.top_px, 0.0);
}

#[test]
fn list_a_pixel_longer_than_the_viewport_has_two_ends() {
    let mut scrolling = Scrolling::new(VIEWPORT_PX as u64 + 1);
    scrolling.to(1.0);
    assert_eq!(scrolling.position_px, 1.0);
    scrolling.to(0.0);
    assert_eq!(scrolling.position_px, 0.0);
}

proptest! {
    #[test]
    fn list_that_fits_an_element_scrolls_with_it(
        list_px in 0_u64..8_000_000,
        tops in prop::collection::vec(0.0..8_000_000.0, 1..20)
    ) {
        let mut scrolling = Scrolling::new(list_px);
        for to_px in tops {
            scrolling.to(to_px);
            prop_assert!((scrolling.position_px - to_px.min(scrolling.end_px())).abs() <= 1.0);
            prop_assert!((scrolling.scroller.top_px - scrolling.position_px).abs() < 1e-6);
        }
    }

    #[test]
    fn bar_at_an_end_shows_the_end_of_the_list(list_px in any_list(), from in 0.0..1.0) {
        let mut scrolling = Scrolling::new(list_px);
        let from_px = scrolling.end_px() * from;
        // A step of the wheel moves the list by as much, even with more of the list behind.
        let is_step = scrolling.end_px() - from_px <= VIEWPORT_PX;
        prop_assume!(!is_step || scrolling.end_px() == scrolling.list_end_px());
        scrolling.to(from_px);
        scrolling.to(f64::MAX);
        prop_assert_eq!(scrolling.position_px, scrolling.list_end_px());
        prop_assert_eq!(scrolling.scroller.top_px, scrolling.end_px());
        scrolling.to(0.0);
        prop_assert_eq!(scrolling.position_px, 0.0);
        prop_assert_eq!(scrolling.scroller.top_px, 0.0);
    }

    #[test]
    fn bar_dragged_further_shows_a_later_part(
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
            ((before_px - to_px).abs() > VIEWPORT_PX).then_some(scrolling.position_px)
        };
        if let (Some(nearer), Some(further)) = (reached(to[0]), reached(to[1])) {
            prop_assert!(nearer <= further);
        }
    }

    #[test]
    fn small_step_moves_the_list_by_as_much(
        list_px in any_list(),
        from in 0.0..1.0,
        steps in prop::collection::vec(-600.0..600.0_f64, 1..50)
    ) {
        let mut scrolling = Scrolling::new(list_px);
        scrolling.to(scrolling.end_px() * from);
        for step_px in steps {
            let before_px = scrolling.position_px;
            let top_px = scrolling.scroller.top_px;
            let could_move: f64 = (top_px + step_px).clamp(0.0, scrolling.end_px()) - top_px;
            scrolling.by(step_px);
            let moved_px = scrolling.position_px - before_px;
            let ends = [0.0, scrolling.list_end_px()];
            let is_small = could_move.abs() >= 1.0 && (moved_px - could_move).abs() < 1e-3;
            prop_assert!(is_small || ends.contains(&scrolling.position_px) || could_move.abs() < 1.0);
            prop_assert!(moved_px.abs() <= VIEWPORT_PX + 2.0);
        }
    }

    #[test]
    fn bar_stays_near_the_position_of_the_list(
        list_px in any_list(),
        steps in prop::collection::vec(prop_oneof![-600.0..600.0_f64, -8e6..8e6], 1..50)
    ) {
        let mut scrolling = Scrolling::new(list_px);
        for step_px in steps {
            scrolling.by(step_px);
            let part = scrolling.position_px / scrolling.list_end_px().max(1.0);
            let right_px = part * scrolling.end_px();
            let top_px = scrolling.scroller.top_px;
            prop_assert!((top_px - right_px).abs() <= MAX_DRIFT_PX + 2.0);
            prop_assert!(top_px >= 0.0 && top_px <= scrolling.end_px());
            prop_assert_eq!(top_px == 0.0, scrolling.position_px == 0.0);
            prop_assert_eq!(
                top_px == scrolling.end_px(),
                scrolling.position_px == scrolling.list_end_px()
            );
        }
    }
}
