# The frame of the desks of a round
desk-sign-in = Sign in first
desk-sign-in-detail = This page is for the staff of the round.
desk-sign-in-go = Sign in
desk-forbidden = You have no role in the assembly of this round.
desk-navigation = Desks of this round
desk-prepare = Prepare
desk-codes = Codes
desk-watch = Watch
desk-close = Close and certify
desk-heading-prepare = Prepare: { $round }
desk-heading-codes = Voter codes: { $round }
desk-heading-watch = Watch: { $round }
desk-heading-close = Close and certify: { $round }
