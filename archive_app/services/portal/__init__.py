"""The portal (личный кабинет): own records for a student and for who speaks for one."""
