//! The address to listen on, from `HOST` and `PORT`.

use super::ServeError;
use std::{
    env::{self, VarError},
    io::{Error, ErrorKind},
};
use tokio::net::TcpListener;

const DEFAULT_HOST: &str = "127.0.0.1";
const DEFAULT_PORT: u16 = 3000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    host: String,
    port: u16,
}

pub(super) fn from_environment() -> Result<Address, ServeError> {
    Address::new(variable("HOST")?.as_deref(), variable("PORT")?.as_deref())
}

fn variable(name: &str) -> Result<Option<String>, ServeError> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(value)) => {
            let message = format!("{name}={} is not Unicode", value.display());
            Err(ServeError::new(ErrorKind::InvalidInput, message))
        }
    }
}

impl Address {
    /// Creates an address. An empty variable counts as absent.
    fn new(host: Option<&str>, port: Option<&str>) -> Result<Self, ServeError> {
        let host = host.map(str::trim).filter(|host| !host.is_empty());
        let port = match port.map(str::trim) {
            None | Some("") => DEFAULT_PORT,
            Some(text) => text.parse().map_err(|_| {
                let message = format!(
                    "PORT={text} is not a port: expected a number from 0 to 65535, such as \
                     PORT={DEFAULT_PORT}"
                );
                ServeError::new(ErrorKind::InvalidInput, message)
            })?,
        };
        Ok(Self {
            host: host.unwrap_or(DEFAULT_HOST).to_owned(),
            port,
        })
    }

    pub(super) async fn listen(&self) -> Result<TcpListener, ServeError> {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        let resolved = tokio::net::lookup_host((host, self.port)).await;
        let addresses: Vec<_> = resolved.map_err(|error| self.unresolved(&error))?.collect();
        TcpListener::bind(&*addresses)
            .await
            .map_err(|error| self.refused(&error))
    }

    fn unresolved(&self, error: &Error) -> ServeError {
        let host = &self.host;
        let message = format!(
            "HOST={host} is not an address and cannot be resolved ({error}): set HOST=127.0.0.1 for \
             this machine only, or HOST=0.0.0.0 for every interface"
        );
        ServeError::new(ErrorKind::InvalidInput, message)
    }

    fn refused(&self, error: &Error) -> ServeError {
        let Self { host, port } = self;
        let other = port.checked_add(1).unwrap_or(DEFAULT_PORT);
        let reason = match error.kind() {
            ErrorKind::AddrInUse => format!(
                "the address is in use: stop the other program, or choose another port, such as \
                 PORT={other}"
            ),
            ErrorKind::PermissionDenied => format!(
                "permission denied: choose a port above 1023, such as \
                 PORT={DEFAULT_PORT}"
            ),
            ErrorKind::AddrNotAvailable => String::from(
                "no interface has this address: set HOST=127.0.0.1 for this machine only, or HOST=0.0.0.0 \
                 for every interface",
            ),
            _ => error.to_string(),
        };
        let address = if host.contains(':') && !host.starts_with('[') {
            format!("[{host}]:{port}")
        } else {
            format!("{host}:{port}")
        };
        ServeError::new(
            error.kind(),
            format!("cannot listen on {address}: {reason}"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, ServeError};
    use std::io::ErrorKind;

    fn address(host: &str, port: &str) -> Result<Address, ServeError> {
        Address::new(Some(host), Some(port))
    }

    #[test]
    fn the_address_comes_from_two_variables() {
        let cases = [
            (None, None, "127.0.0.1", 3000),
            (Some("0.0.0.0"), Some("80"), "0.0.0.0", 80),
            (Some("::"), Some("0"), "::", 0),
            (Some(""), Some(""), "127.0.0.1", 3000),
            (Some(" localhost "), Some(" 8080\n"), "localhost", 8080),
        ];
        for (host, port, expected_host, expected_port) in cases {
            let address = Address::new(host, port).unwrap();
            assert_eq!(
                (&*address.host, address.port),
                (expected_host, expected_port)
            );
        }
    }

    #[test]
    fn an_invalid_port_is_reported() {
        for port in ["80a", "-1", "65536", "3000/tcp"] {
            let error = address("127.0.0.1", port).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            let expected = format!(
                "PORT={port} is not a port: expected a number from 0 to 65535, such as PORT=3000"
            );
            assert_eq!(error.to_string(), expected);
        }
    }

    #[tokio::test]
    async fn the_error_of_a_used_port_has_address_reason_and_solution() {
        let first = address("127.0.0.1", "0").unwrap().listen().await.unwrap();
        let port = first.local_addr().unwrap().port();
        let second = address("127.0.0.1", &port.to_string()).unwrap();
        let error = second.listen().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AddrInUse);
        let other = port.checked_add(1).unwrap_or(3000);
        let expected = format!(
            "cannot listen on 127.0.0.1:{port}: the address is in use: stop the other program, or \
             choose another port, such as PORT={other}"
        );
        assert_eq!(error.to_string(), expected);
    }

    #[tokio::test]
    async fn a_remote_or_unknown_host_is_reported() {
        // TEST-NET-1 of RFC 5737 belongs to no machine.
        let error = address("192.0.2.1", "0")
            .unwrap()
            .listen()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AddrNotAvailable);
        assert!(
            error
                .to_string()
                .starts_with("cannot listen on 192.0.2.1:0: no interface has this address")
        );

        let error = address("no such host", "0")
            .unwrap()
            .listen()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(
            error
                .to_string()
                .starts_with("HOST=no such host is not an address")
        );
    }
}
