"""The rules of order, knowledge and belief in SQL, held against the naive ones and against laws."""
