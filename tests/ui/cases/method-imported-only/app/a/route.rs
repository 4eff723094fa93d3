use crate::GET;
