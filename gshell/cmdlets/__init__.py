"""What users type: one module per noun, one function per cmdlet."""
