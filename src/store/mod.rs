//! How do identity, human work and the index survive every night?
//!
//! `storage` is the one door to the disk: beside, sync, rename; tests put a failing disk behind it. `lock` lets one run in at a
//! time. `ledger` keeps what cannot be rebuilt: keys, ids, first appearances, withdrawn texts, exported values, human cells.
//! `identity` gives report keys, block ids and item ids, and asks the ledger first. `generations` are whole indexes side by
//! side, of which one is current.
//!
//! The law: after a kill at any moment the next start finds the generation before or the generation after, and no id has
//! ever stood for other words.

pub mod access;
pub mod check;
pub mod current;
pub mod faults;
pub mod gate;
pub mod generations;
pub mod identity;
pub mod ledger;
pub mod lock;
pub mod outputs;
pub mod purge;
pub mod scrub;
pub mod sealed;
pub mod storage;
pub mod strays;

pub use current::{Current, HeldBack, Pin};
pub use generations::{Base, Building, Generations, Opened, Outcome};
pub use identity::Keys;
pub use ledger::Ledger;
pub use lock::RunLock;
pub use outputs::{OutputsMark, Written};
pub use storage::{Pending, Storage};
