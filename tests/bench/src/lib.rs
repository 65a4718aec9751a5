//! How fast routes are found, and what compiling them costs, beside other routers; and what a server
//! bears. The README tells of each command.

pub mod contestant;
pub mod github;
pub mod load;
pub mod measure;
pub mod own;
pub mod paths;
pub mod peers;
pub mod process;
pub mod random;
pub mod response;
pub mod rustc;
pub mod sources;
pub mod varied;
