# On letters and cards. Short: a letter says it in every language of its round.
letter-code = Your code
letter-closes = Voting closes { $when }.
letter-rehearsal = REHEARSAL – nothing here counts
letter-how = How to vote
letter-step-open = Scan the square, or open { $address } and type the code at the end.
letter-step-choose = Choose. You can change your mind until you cast your ballot.
letter-step-cast = Cast your ballot and keep the receipt: with it you can check that it counts.
letter-secret = Keep the code to yourself. Nobody who works for this vote will ever ask you for it.
letter-serial = Not secret; if this letter is lost, this number voids its code:
letter-district = Your district: { $district }
letter-rehearsal-short = REHEARSAL
