//! The program as its users meet it. One binary, so that linking stays quick.

mod across;
mod against;
mod catalogue;
mod cli;
mod explained;
mod export;
mod generated;
mod harm;
mod layers;
mod layouts;
mod licences;
mod open_data;
mod oracle;
mod perturbation;
mod relaid;
mod reports;
mod roster;
mod round_trip;
mod rules;
mod runs;
mod samples;
mod spelling;
mod support;
mod trust;
mod withheld;
mod workbooks;
