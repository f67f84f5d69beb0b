//! The table of packages: for each purpose, which are installed together, and in which version.
//!
//! A new set is one more constant. How one is installed does not belong here.

use super::{Packages, Source};

/// The Python clients of the server's tests (BSD-3-Clause).
pub(crate) const PYTHON_CLIENTS: Packages = Packages {
    purpose: "python-clients",
    pinned: &[("websockets", "17.4")],
    from: Source::Python3,
    takes: "some seconds",
};

/// The Node client of the server's tests (MIT), and the official parser of AsyncAPI (Apache-2.0).
pub(crate) const NODE_CLIENTS: Packages = Packages {
    purpose: "node-clients",
    pinned: &[("ws", "8.23.0"), ("@asyncapi/parser", "3.6.3")],
    from: Source::Npm,
    takes: "less than a minute",
};

/// What looks for barriers to people in a page, for the tests in browsers (MPL-2.0).
pub(crate) const AXE: Packages = Packages {
    purpose: "axe",
    pinned: &[("axe-core", "4.14.1")],
    from: Source::Npm,
    takes: "some seconds",
};

/// The Autobahn testsuite (Apache-2.0). It has never left Python 2.
pub(crate) const AUTOBAHN: Packages = Packages {
    purpose: "autobahn",
    pinned: &[("autobahntestsuite", "25.10.1")],
    from: Source::Python2,
    takes: "about 3 minutes",
};

/// The servers of JavaScript that Ullim's is measured beside: `ws`, Bun and Deno (MIT). The last two are
/// the programs themselves.
pub(crate) const BENCH_NODE: Packages = Packages {
    purpose: "bench-node",
    pinned: &[("ws", "8.23.0"), ("bun", "1.4.5"), ("deno", "2.9.6")],
    from: Source::Npm,
    takes: "less than a minute",
};

/// The servers of Python that Ullim's is measured beside: websockets (BSD-3-Clause) and picows (MIT).
pub(crate) const BENCH_PYTHON: Packages = Packages {
    purpose: "bench-python",
    pinned: &[("websockets", "17.4"), ("picows", "2.3.1")],
    from: Source::Python3,
    takes: "some seconds",
};
