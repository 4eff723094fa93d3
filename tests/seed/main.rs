//! What Next.js' pages on route handlers say, heading by heading, shown by the example application over a socket.

#[cfg(test)]
#[allow(dead_code, reason = "nothing here reads its log")]
#[path = "../program.rs"]
mod program;
#[cfg(test)]
#[path = "../transcript/mod.rs"]
mod transcript;
#[cfg(test)]
#[path = "../upstream.rs"]
mod upstream;

#[cfg(test)]
mod bodies;
#[cfg(test)]
mod caching;
#[cfg(test)]
mod chat;
#[cfg(test)]
mod example;
#[cfg(test)]
mod handlers;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod shown;
#[cfg(test)]
mod socket;
#[cfg(test)]
mod table;
